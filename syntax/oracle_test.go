package syntax

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"
)

// oracle reads text with an independent reader of YAML and writes its tree as dump does.
func oracle(text []byte) (string, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	if len(doc.Content) == 0 {
		return "{}", nil
	}
	if doc.Content[0].Kind == yaml.ScalarNode && doc.Content[0].Value == "" {
		return "{}", nil
	}
	return oracleDump(doc.Content[0])
}

func oracleDump(n *yaml.Node) (string, error) {
	if n.Anchor != "" || n.Style&yaml.TaggedStyle != 0 {
		return "", fmt.Errorf("line %d: anchor or tag", n.Line)
	}
	var parts []string
	for i, c := range n.Content {
		s, err := oracleDump(c)
		if err != nil {
			return "", err
		}
		if n.Kind == yaml.MappingNode && i%2 == 0 {
			parts = append(parts, c.Value+"="+s)
			continue
		}
		parts = append(parts, s)
	}
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!null" && n.Value == "" {
			return "-", nil
		}
		return fmt.Sprintf("%q", n.Value), nil
	case yaml.SequenceNode:
		return "[" + strings.Join(parts, " ") + "]", nil
	case yaml.MappingNode:
		var pairs []string
		for i := 1; i < len(parts); i += 2 {
			pairs = append(pairs, n.Content[i-1].Value+"="+parts[i])
		}
		return "{" + strings.Join(pairs, " ") + "}", nil
	}
	return "", fmt.Errorf("line %d: kind %d", n.Line, n.Kind)
}

// checkOracle fails where this package accepts a text that the oracle refuses or reads otherwise.
func checkOracle(t reporter, text []byte) {
	t.Helper()
	if last := text[bytes.LastIndexByte(text, '\n')+1:]; len(bytes.Trim(last, " \t\r")) == 0 {
		text = append(bytes.Clone(text), '\n') // the oracle adds a line break of its own after a last line of blanks
	}
	f := Parse("t.yaml", text)
	if f.HasErrors() {
		return
	}
	want, err := oracle(text)
	if err != nil {
		t.Fatalf("accepted a text that the oracle refuses: %v\n%q\n%s", err, text, dump(f.Root))
	}
	if got := dump(f.Root); got != want {
		t.Fatalf("the trees differ for\n%q\ngot  %s\nwant %s", text, got, want)
	}
}

// corpus returns texts to read and to mutate: those of the tests, and where they are at hand those of other projects.
func corpus(tb testing.TB) [][]byte {
	var all [][]byte
	for _, s := range seeds {
		all = append(all, []byte(s))
	}
	for _, pattern := range []string{"../library/packs/*/*.yaml", "../library/packs/*/*/*.yaml", "../examples/*/*.yaml", "../../shared/samples/*/*.yaml", "../../shared/samples/*.yaml", "../../shared/peers/*/*.yaml"} {
		names, _ := filepath.Glob(pattern)
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				tb.Fatal(err)
			}
			if len(text) < 200_000 {
				all = append(all, text)
			}
		}
	}
	return all
}

func TestOracle(t *testing.T) {
	for _, text := range corpus(t) {
		checkOracle(t, text)
	}
}

func FuzzOracle(f *testing.F) {
	for _, text := range corpus(f) {
		if len(text) < 2000 {
			f.Add(text)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if len(text) < 1<<16 {
			checkOracle(t, text)
		}
	})
}

// reporter is what a check needs of a test, be it one of testing or of rapid.
type reporter interface {
	Helper()
	Fatalf(format string, args ...any)
}
