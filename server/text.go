package server

import (
	"fmt"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// applyText makes edits of text. Edits that were made on an older revision are moved over what came since; where both
// touch the same bytes the person is asked.
func (r *room) applyText(p *Proposal, author string) (*Delta, error) {
	later, known := r.after(p.Base)
	if !known {
		return nil, &clashed{head: r.head.number, detail: "the change was made on a revision that is too far back; read the project again"}
	}
	total := newTotal(r.view.Files)
	for i := range p.Commands {
		c := &p.Commands[i]
		if c.Verb != "text" {
			return nil, bad("commands on text and on the model cannot stand in one proposal")
		}
		name := r.folder + c.File
		f := r.view.File(name)
		if f == nil {
			return nil, bad("there is no file `%s` in the project", c.File)
		}
		edits, err := r.rebaseText(c, name, later)
		if err != nil {
			return nil, err
		}
		total.add(model.Change{Edits: []model.FileEdit{{File: name, Edits: edits}}})
	}
	title := p.Title
	if title == "" {
		title = "Edit " + p.Commands[0].File
	}
	return r.commit(total.change(), draft{author: author, key: p.Key, title: title})
}

// rebaseText makes the edits of a command count bytes of the text as it is.
func (r *room) rebaseText(c *Command, name string, later []*revision) ([]syntax.Edit, error) {
	base := string(r.view.File(name).Text())
	for i := len(later) - 1; i >= 0; i-- {
		if was, changed := later[i].was[name]; changed {
			base = was
		}
	}
	if c.Hash != "" && c.Hash != hashText(base) {
		return nil, bad("the edits of `%s` are not of the text of the base revision", c.File)
	}
	edits, err := readEdits(c.Edits, len(base))
	if err != nil {
		return nil, fmt.Errorf("file `%s`: %w", c.File, err)
	}
	for _, rev := range later {
		over, changed := rev.edits[name]
		if !changed {
			continue
		}
		var ok bool
		if edits, ok = rebase(edits, over); !ok {
			clash := Clash{Path: "file:" + c.File, Theirs: string(r.view.File(name).Text()), Yours: edited(base, c.Edits), By: rev.delta.Author, At: rev.delta.Revision}
			return nil, &clashed{r.head.number, []Clash{clash}, "somebody else edited the same lines in the meantime"}
		}
	}
	return edits, nil
}

func edited(base string, edits []Edit) string {
	list, err := readEdits(edits, len(base))
	if err != nil {
		return ""
	}
	out, err := syntax.Splice([]byte(base), list)
	if err != nil {
		return ""
	}
	return string(out)
}

// readEdits checks edits that came over the wire.
func readEdits(edits []Edit, size int) ([]syntax.Edit, error) {
	out := make([]syntax.Edit, len(edits))
	at := 0
	for i, e := range edits {
		if e.Start < at || e.End < e.Start || e.End > size {
			return nil, bad("edit %d does not lie within the text, or not after the one before", i)
		}
		at = e.End
		out[i] = syntax.Edit{Start: e.Start, End: e.End, New: e.Text}
	}
	return out, nil
}
