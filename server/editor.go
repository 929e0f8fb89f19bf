package server

import (
	"context"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/library"
	"theriac.dev/model"
)

// Completion is one word that may stand where the cursor is.
type Completion struct {
	Label  string `json:"label" doc:"The word."`
	Insert string `json:"insert" doc:"What is written for it."`
	Kind   string `json:"kind" enum:"key,word,id" doc:"A key of the language, a word of a vocabulary, or the id of an entry."`
	Detail string `json:"detail,omitempty" doc:"A name or short explanation."`
	Doc    string `json:"doc,omitempty" doc:"A longer explanation."`
}

// Completions are the words for a place in the text.
type Completions struct {
	From  int          `json:"from" doc:"First byte of the word that is being written, which they replace."`
	To    int          `json:"to" doc:"Byte after it."`
	Items []Completion `json:"items" doc:"Words, best first."`
}

// Hover explains what stands at a place in the text.
type Hover struct {
	From int    `json:"from" doc:"First byte of the word that is explained."`
	To   int    `json:"to" doc:"Byte after it."`
	Text string `json:"text" doc:"Plain text; empty where there is nothing to say."`
}

// AtPlace is a place in the text of a file.
type AtPlace struct {
	AtHead
	File   string `query:"file" required:"true" maxLength:"1000" doc:"File of the project."`
	Offset int    `query:"offset" required:"true" minimum:"0" doc:"Byte offset of the cursor."`
}

func (s *Server) editorRoutes(api huma.API) {
	read(s, api, "complete", "/complete", "editor", "Words that may stand at a place in the text", func(_ context.Context, v *view, in *AtPlace) (*Completions, error) {
		text, err := v.textOf(in.File)
		if err != nil {
			return nil, err
		}
		return v.complete(text, min(in.Offset, len(text))), nil
	})
	read(s, api, "hover", "/hover", "editor", "What stands at a place in the text", func(_ context.Context, v *view, in *AtPlace) (*Hover, error) {
		text, err := v.textOf(in.File)
		if err != nil {
			return nil, err
		}
		return v.hover(text, min(in.Offset, len(text))), nil
	})
}

func (v *view) textOf(name string) (string, error) {
	f := v.file(name)
	if f == nil {
		return "", bad("there is no file `%s` in the project", name)
	}
	return string(f.Text()), nil
}

// cursor is where the cursor stands in the structure of the text.
type cursor struct {
	path  []string // keys around it, outermost first
	key   string   // the key whose value is being written; empty where a key is
	start int      // of the word that is being written
}

// find reads where the cursor stands from the lines above it, so that it works in text that is half written: the keys of
// lines that are indented less, and on its own line what is open in brackets.
func find(text string, offset int) cursor {
	line := strings.LastIndexByte(text[:offset], '\n') + 1
	body := strings.TrimLeft(text[line:offset], " ")
	indent := offset - line - len(body)
	for strings.HasPrefix(body, "- ") {
		indent, body = indent+2, strings.TrimLeft(body[2:], " ")
	}
	c := cursor{path: above(text[:line], indent), start: offset - len(body)}
	c.within(body)
	return c
}

// above are the keys of the lines that hold a line with an indent.
func above(text string, indent int) []string {
	var path []string
	lines := strings.Split(text, "\n")
	for i := len(lines) - 1; i >= 0 && indent > 0; i-- {
		trimmed := strings.TrimLeft(lines[i], " ")
		at := len(lines[i]) - len(trimmed)
		if trimmed == "" || trimmed[0] == '#' || at >= indent {
			continue
		}
		if key, _, ok := strings.Cut(trimmed, ":"); ok {
			path = append(path, unquoted(strings.TrimPrefix(key, "- ")))
			indent = at
		}
	}
	slices.Reverse(path)
	return path
}

// within follows the brackets of one line. start moves to the word that is being written.
func (c *cursor) within(body string) {
	type open struct {
		mapping bool
		key     string
	}
	base := c.start
	var stack []open
	word := 0
	key := ""
	for i := 0; i < len(body); i++ {
		switch body[i] {
		case '"', '\'':
			if end := strings.IndexByte(body[i+1:], body[i]); end >= 0 {
				i += end + 1
			}
		case ':':
			if i+1 == len(body) || body[i+1] == ' ' {
				key, word = unquoted(body[word:i]), i+1
			}
		case '{', '[':
			stack = append(stack, open{body[i] == '{', key})
			if body[i] == '{' {
				c.path, key = append(c.path, key), ""
			}
			word = i + 1
		case '}', ']':
			if n := len(stack); n > 0 {
				if stack[n-1].mapping {
					c.path = c.path[:len(c.path)-1]
				}
				key, stack = stack[n-1].key, stack[:n-1]
			}
			word = i + 1
		case ',':
			if n := len(stack); n > 0 && stack[n-1].mapping {
				key = ""
			}
			word = i + 1
		}
	}
	for word < len(body) && body[word] == ' ' {
		word++
	}
	c.key, c.start = key, base+word
}

func unquoted(s string) string { return strings.Trim(strings.TrimSpace(s), `"'`) }

// complete lists what may stand at an offset.
func (v *view) complete(text string, offset int) *Completions {
	c := find(text, offset)
	out := &Completions{From: c.start, To: offset, Items: []Completion{}}
	typed := strings.ToLower(text[c.start:offset])
	var all []Completion
	if c.key == "" {
		all = v.keys(c.path)
	} else {
		all = v.words(c.path, c.key)
	}
	for _, starts := range []bool{true, false} {
		for _, x := range all {
			label := strings.ToLower(x.Label)
			if strings.HasPrefix(label, typed) == starts && strings.Contains(label+" "+strings.ToLower(x.Detail), typed) && len(out.Items) < mostWords {
				out.Items = append(out.Items, x)
			}
		}
	}
	return out
}

// mostWords is how many words are offered at once.
const mostWords = 200

func (v *view) keys(path []string) []Completion {
	keys, _, free := model.KeysAt(path...)
	var out []Completion
	for _, k := range keys {
		out = append(out, Completion{Label: k.Key, Insert: k.Key + ": ", Kind: "key", Detail: k.Kind, Doc: k.Doc})
	}
	if free && v.Analysis != nil {
		for _, a := range v.Analysis.Library.Attributes {
			out = append(out, Completion{Label: a.ID, Insert: a.ID + ": ", Kind: "key", Detail: a.Ask, Doc: a.Text})
		}
	}
	return out
}

// words are the values that a key takes.
func (v *view) words(path []string, key string) []Completion {
	keys, _, free := model.KeysAt(path...)
	if free {
		return v.attributeWords(key)
	}
	i := slices.IndexFunc(keys, func(k model.Key) bool { return k.Key == key })
	if i < 0 {
		return nil
	}
	k := keys[i]
	var out []Completion
	for _, w := range k.Enum {
		out = append(out, Completion{Label: w, Insert: w, Kind: "word"})
	}
	if k.Vocabulary != "" && v.Analysis != nil {
		out = append(out, vocabulary(v.Analysis.Library, k.Vocabulary)...)
	}
	sections := k.Refs
	if k.Target {
		sections = []string{"elements", "flows", "data", "zones"}
		out = append(out, Completion{Label: "device", Insert: "device", Kind: "id"})
	}
	for _, section := range sections {
		for _, e := range v.Model.PlainEntries(section) {
			id, _ := e["id"].(string)
			name, _ := e["name"].(string)
			out = append(out, Completion{Label: id, Insert: id, Kind: "id", Detail: name})
		}
	}
	if k.Finding && v.Analysis != nil {
		for _, f := range v.Analysis.Findings {
			out = append(out, Completion{Label: f.ID, Insert: f.ID, Kind: "id", Detail: f.Title})
		}
	}
	return out
}

func vocabulary(l *library.Library, name string) []Completion {
	if name == "control" {
		return mapped(l.Controls, func(c *library.Control) Completion { return Completion{c.ID, c.ID, "word", c.Title, c.Text} })
	}
	if name == "device" {
		return mapped(l.Devices, func(d *library.Device) Completion { return Completion{d.ID, d.ID, "word", d.Title, d.Text} })
	}
	return mapped(l.Vocabulary.Words(name), func(word string) Completion {
		c := Completion{Label: word, Insert: word, Kind: "word"}
		if t := l.Vocabulary.Lookup(name, word); t != nil {
			c.Detail, c.Doc = t.Title, t.Text
		}
		return c
	})
}

func (v *view) attributeWords(key string) []Completion {
	words := []string{"yes", "no", "partial", "unknown", "not-applicable"}
	if v.Analysis != nil {
		if a := v.Analysis.Library.Attribute(key); a != nil {
			words = append(words, a.Values...)
		}
	}
	return mapped(words, func(w string) Completion { return Completion{Label: w, Insert: w, Kind: "word"} })
}

// hover explains the word at an offset.
func (v *view) hover(text string, offset int) *Hover {
	end := offset
	for end < len(text) && strings.IndexByte(" \t\r\n:,]}", text[end]) < 0 {
		end++
	}
	c := find(text, end)
	out := &Hover{From: c.start, To: end}
	word := unquoted(text[c.start:end])
	if word == "" {
		return out
	}
	for _, x := range append(v.words(c.path, c.key), v.keys(c.path)...) {
		if x.Label == word {
			out.Text = strings.TrimSpace(x.Detail + "\n" + x.Doc)
			if x.Kind == "key" {
				out.Text = strings.TrimSpace(x.Doc)
			}
			return out
		}
	}
	return out
}
