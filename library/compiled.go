package library

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

//go:generate go test -run ^(TestCompiled|TestWrittenPages)$ -update .

// compiledName is the file of a pack with its conditions in checked form, so that a command need not check them again.
// It is written by `go generate` and may be missing: a condition that it does not hold is checked when the pack is
// read.
const compiledName = "compiled.txt"

// compiledVersion changes when the meaning of a compiled condition does.
const compiledVersion = "1"

// compiledKey names a condition: the same text asked of the same kind of subject has the same checked form, whatever the
// packs are. The words in it are looked up anew at each load.
func compiledKey(text, of string) string {
	sum := sha256.Sum256([]byte(compiledVersion + "\n" + of + "\n" + text))
	return hex.EncodeToString(sum[:8])
}

// readCompiled takes over the lines of a compiled file: the checked form by the key. Anything else is passed over.
func (l *loader) readCompiled(text []byte) {
	for line := range strings.Lines(string(text)) {
		if parts := strings.SplitN(strings.TrimSpace(line), " ", 4); len(parts) == 4 && parts[0] != "#" {
			l.compiled[parts[2]] = parts[3]
		}
	}
}

// Compiled returns the text of the compiled file of a pack: one line for each condition, sorted by threat, with its
// key, the kind that it is asked of, the hash of its text and its checked form.
func (l *Library) Compiled(pack string) []byte {
	var lines []string
	for _, t := range l.Threats {
		if t.Pack != pack {
			continue
		}
		for what, c := range map[string]*Condition{"when": t.When, "unless": t.Unless} {
			if c != nil {
				lines = append(lines, fmt.Sprintf("%s.%s %s %s %s\n", t.ID, what, t.For, compiledKey(c.Text, t.For), c.root))
			}
		}
	}
	slices.Sort(lines)
	return []byte("# Checked conditions. Written by go generate; do not edit.\n" + strings.Join(lines, ""))
}
