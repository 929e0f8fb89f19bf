// Command genmodel prints a large model for measurements: as many elements as asked for, twice as many flows, nested
// zones, data, functions and hazards, in the words of the packs. The same size and seed give the same bytes.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	n := flag.Int("n", 1000, "number of elements")
	seed := flag.Int64("seed", 1, "seed of the choices")
	flag.Parse()
	if _, err := os.Stdout.WriteString(generate(*n, *seed)); err != nil {
		fmt.Fprintln(os.Stderr, "genmodel:", err)
		os.Exit(1)
	}
}
