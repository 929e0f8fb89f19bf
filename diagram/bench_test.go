package diagram_test

import (
	"fmt"
	"io"
	"testing"

	. "theriac.dev/diagram"
)

func BenchmarkArrange(b *testing.B) {
	for _, n := range []int{15, 55, 100, 500} {
		g := generated(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Arrange(g, LayoutOptions{})
			}
		})
	}
}

func BenchmarkSVG(b *testing.B) {
	for _, n := range []int{15, 500} {
		g := generated(n)
		l := Arrange(g, LayoutOptions{})
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				if err := Draw(g, l).WriteSVG(io.Discard, Light()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkPDF(b *testing.B) {
	g := generated(55)
	s := Draw(g, Arrange(g, LayoutOptions{}))
	for b.Loop() {
		if err := WritePDF(io.Discard, []*Scene{s}, Light(), PaperSize{}); err != nil {
			b.Fatal(err)
		}
	}
}
