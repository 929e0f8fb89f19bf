package library

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// decoder reads one file of a pack. What it does not understand it reports and leaves out.
type decoder struct {
	pack  string
	file  *syntax.File
	found []syntax.Diagnostic
}

// keys says what to do with the value of each key of a mapping.
type keys map[string]func(*syntax.Node)

// report adds an error at a node; at the head of the file where the node is nil.
func (d *decoder) report(n *syntax.Node, code, format string, args ...any) {
	if n == nil {
		n = d.file.Root
	}
	d.found = append(d.found, syntax.Diagnostic{Place: d.file.Place(n), Code: code, Message: fmt.Sprintf(format, args...)})
}

// mapping reads the entries of a mapping. An unknown key is an error.
func (d *decoder) mapping(n *syntax.Node, k keys) {
	if n == nil || n.Kind != syntax.Mapping {
		d.report(n, "wrong-shape", "expected a mapping with %s", strings.Join(keysOf(k), ", "))
		return
	}
	for i := range n.Pairs {
		key := n.Pairs[i].Key
		read, ok := k[key.Value]
		if !ok {
			d.report(key, "unknown-key", "unknown key %q%s", key.Value, didYouMean(key.Value, keysOf(k)))
			continue
		}
		read(n.Pairs[i].Value)
	}
}

// each reads the entries of a mapping whose keys are ids.
func (d *decoder) each(n *syntax.Node, read func(id string, key, value *syntax.Node)) {
	if n == nil || n.Kind != syntax.Mapping {
		if n != nil && n.Kind != syntax.Missing {
			d.report(n, "wrong-shape", "expected a mapping of ids")
		}
		return
	}
	for i := range n.Pairs {
		key := n.Pairs[i].Key
		if !isWord(key.Value) {
			d.report(key, "bad-id", "%q cannot be an id; use letters, digits and hyphens", key.Value)
			continue
		}
		read(key.Value, key, n.Pairs[i].Value)
	}
}

// text reads a scalar without the white space around it.
func (d *decoder) text(to *string) func(*syntax.Node) {
	return func(n *syntax.Node) {
		if n.Kind != syntax.Scalar && n.Kind != syntax.Missing {
			d.report(n, "wrong-shape", "expected a text")
			return
		}
		*to = strings.TrimSpace(n.Value)
	}
}

// enum reads one of a few words.
func (d *decoder) enum(to *string, words ...string) func(*syntax.Node) {
	return func(n *syntax.Node) {
		d.text(to)(n)
		if *to != "" && !slices.Contains(words, *to) {
			d.report(n, "unknown-word", "%q is none of %s", *to, strings.Join(words, ", "))
		}
	}
}

// words reads a list of words, or one word without brackets. Each must pass the check, which may be nil.
func (d *decoder) words(to *[]string, check func(string) error) func(*syntax.Node) {
	return func(n *syntax.Node) {
		items := n.Items
		switch n.Kind {
		case syntax.Missing:
			return
		case syntax.Scalar:
			items = []*syntax.Node{n}
		case syntax.Mapping:
			d.report(n, "wrong-shape", "expected a list of words")
			return
		}
		*to = make([]string, 0, len(items))
		for _, item := range items {
			word := strings.TrimSpace(item.Value)
			if item.Kind != syntax.Scalar {
				d.report(item, "wrong-shape", "expected a word")
				continue
			}
			if check != nil {
				if err := check(word); err != nil {
					d.report(item, "unknown-word", "%s", err)
					continue
				}
			}
			*to = append(*to, word)
		}
	}
}

// oneOf returns a check for the words of a list.
func oneOf(words ...string) func(string) error {
	return func(word string) error {
		if slices.Contains(words, word) {
			return nil
		}
		return fmt.Errorf("%q is none of %s", word, strings.Join(words, ", "))
	}
}

// numbered returns a check for ids made of a prefix and digits, dots and hyphens: CWE-306, T1040.001.
func numbered(prefixes ...string) func(string) error {
	return func(word string) error {
		for _, p := range prefixes {
			if rest, ok := strings.CutPrefix(word, p); ok && rest != "" && strings.Trim(rest, "0123456789.-") == "" {
				return nil
			}
		}
		return fmt.Errorf("%q is no id of the form %s followed by digits", word, strings.Join(prefixes, " or "))
	}
}

// keysOf returns the keys of a map in order.
func keysOf[V any, M ~map[string]V](m M) []string { return slices.Sorted(maps.Keys(m)) }

// didYouMean returns the end of a message that names the nearest word, or nothing where none is near.
func didYouMean(word string, among []string) string {
	if near := model.Nearest(word, among); near != "" {
		return fmt.Sprintf("; did you mean %q?", near)
	}
	return ""
}
