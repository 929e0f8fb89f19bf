package server

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// applyText makes edits of text. Edits that were made on an older revision are moved over what came since; where both
// touch the same bytes the person is asked.
func (r *room) applyText(ctx context.Context, p *Proposal, later []*revision, d draft) (json.RawMessage, error) {
	var change model.Change
	for i := range p.Commands {
		c := &p.Commands[i]
		if c.Verb != "text" {
			return nil, bad("commands on text and on the model cannot stand in one proposal")
		}
		name := r.folder + c.File
		if r.view.File(name) == nil {
			return nil, bad("there is no file `%s` in the project", c.File)
		}
		if slices.ContainsFunc(change.Edits, func(fe model.FileEdit) bool { return fe.File == name }) {
			return nil, bad("give all edits of `%s` in one command", c.File)
		}
		edits, err := r.rebaseText(ctx, c, later)
		if err != nil {
			return nil, err
		}
		if len(edits) > 0 {
			change.Edits = append(change.Edits, model.FileEdit{File: name, Edits: edits})
		}
	}
	if d.title == "" {
		d.Did, d.title = p.Commands[0].did(), "Edit "+p.Commands[0].File
	}
	d.Commands, d.Text = nil, true // its edits say it
	return r.commit(ctx, change, d)
}

// rebaseText makes the edits of a command count bytes of the text as it is.
func (r *room) rebaseText(ctx context.Context, c *Command, later []*revision) ([]syntax.Edit, error) {
	base, err := r.textBefore(ctx, c.File, later)
	if err != nil {
		return nil, err
	}
	if c.Hash != "" && c.Hash != hashText(base) {
		return nil, bad("the edits of `%s` are not of the text of the base revision", c.File)
	}
	edits, err := readEdits(c.Edits, len(base))
	if err != nil {
		return nil, fmt.Errorf("file `%s`: %w", c.File, err)
	}
	for _, rev := range later {
		over, changed := rev.Edits[c.File]
		if !changed {
			continue
		}
		moved, ok := rebase(edits, syntaxEdits(over))
		if !ok || over == nil {
			clash := Clash{Path: "file:" + c.File, Theirs: string(r.view.File(r.folder + c.File).Text()), Yours: edited(base, c.Edits), By: rev.author, At: rev.number}
			return nil, &clashed{r.head.number, []Clash{clash}, "somebody else edited the same lines in the meantime"}
		}
		edits = moved
	}
	return edits, nil
}

// textBefore is the text of a file before some revisions, which are the last: from memory, or else from the log.
func (r *room) textBefore(ctx context.Context, file string, later []*revision) (string, error) {
	text := r.view.File(r.folder + file).Text()
	var err error
	for _, rev := range slices.Backward(later) {
		if _, changed := rev.Edits[file]; !changed {
			continue
		}
		back, ok := rev.back[file]
		if !ok {
			text, err = r.keep.File(ctx, r.keep.project, later[0].base, file)
			return string(text), err
		}
		if text, err = syntax.Splice(text, back); err != nil {
			return "", err
		}
	}
	return string(text), nil
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
