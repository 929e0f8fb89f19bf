package server

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"theriac.dev/store"
)

// keeper writes the log of one project, and in folder mode its files.
type keeper struct {
	*store.Store
	project string        // its id in the store
	folder  *store.Folder // nil with a database
}

// mostEdits is how many bytes of JSON a record may have with its edits; above it they are left out, and text that was
// edited before the revision is asked for again.
const mostEdits = 1 << 20

// kept is a revision that is in the log.
type kept struct {
	head
	// beyond says that another editor was at the files too: the log holds more than this revision by now.
	beyond bool
	// overtaken says that another editor saved over a file before this or an earlier revision could be written to it.
	overtaken []store.Revision
	// unsettled says why the files could not be written; the revision itself is certain.
	unsettled error
}

// commit keeps a revision: what it says is certain when this returns.
func (k keeper) commit(ctx context.Context, base int64, author, title string, r record, files map[string][]byte) (kept, error) {
	command, err := json.Marshal(r)
	if err == nil && len(command) > mostEdits {
		r.Edits, r.Commands = nil, nil
		command, err = json.Marshal(r)
	}
	if err != nil {
		return kept{}, err
	}
	change := store.Change{Base: base, Author: line(author, 200), Title: line(title, 400), Command: command, Files: files, Key: r.Key}
	// A person who closes the page must not leave a change half made.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
	defer cancel()
	if k.folder == nil {
		rev, err := k.Commit(ctx, k.project, change)
		return kept{head: headOf(rev)}, err
	}
	rev, report, err := k.folder.Commit(ctx, change)
	out := kept{head: headOf(rev), beyond: report.Head.Number > rev.Number, overtaken: report.Overtaken}
	if rev.Number > 0 && errors.Is(err, store.ErrUnsettled) {
		out.unsettled, err = err, nil
	}
	return out, err
}

// archive keeps a revision that archives the project or takes it back; false where it is so already.
func (k keeper) archive(ctx context.Context, archived bool, author, title string, r record) (bool, error) {
	command, err := json.Marshal(r)
	if err != nil {
		return false, err
	}
	return k.ArchiveProject(ctx, k.project, archived, store.Change{Author: line(author, 200), Title: title, Command: command})
}

func headOf(r store.Revision) head { return head{r.Number, r.Content, r.Time} }

// tag is the ETag of what is made from a revision.
func (h head) tag() string {
	return strconv.Quote(strconv.FormatInt(h.number, 10) + "-" + h.hash[:min(len(h.hash), 16)])
}

// stamp is the time of the head as it goes over the wire.
func (h head) stamp() string { return h.time.Format(time.RFC3339Nano) }

// line makes a text of one line that the log takes.
func line(s string, most int) string {
	out := []rune(s)
	out = out[:min(len(out), most)]
	blank := true
	for i, r := range out {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			out[i] = ' '
		}
		blank = blank && out[i] == ' '
	}
	if blank {
		return "unnamed"
	}
	return string(out)
}

// since reads revisions from the log. They have no deltas.
func (k keeper) since(ctx context.Context, n int64) ([]*revision, error) {
	list, err := k.Since(ctx, k.project, n, 0)
	return remembered(list), err
}

// last reads the last revisions from the log, the newest last.
func (k keeper) last(ctx context.Context, n int) ([]*revision, error) {
	list, err := k.Log(ctx, k.project, 0, n)
	slices.Reverse(list)
	return remembered(list), err
}

func remembered(list []store.Revision) []*revision {
	out := make([]*revision, len(list))
	for i, x := range list {
		out[i] = &revision{number: x.Number, base: x.Number - 1, author: x.Author, record: recordOf(x)}
	}
	return out
}

// recordOf reads what the log says of a revision. Where it does not say how a file changed, the file has no edits.
func recordOf(x store.Revision) record {
	var r record
	if json.Unmarshal(x.Command, &r) != nil {
		r = record{}
	}
	if r.Edits == nil {
		r.Edits = map[string][]Edit{}
		for _, name := range x.Changed {
			r.Edits[name] = nil
		}
	}
	return r
}
