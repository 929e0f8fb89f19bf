package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"theriac.dev/engine"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/report"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

// openFlags say what to analyse with.
type openFlags struct {
	packs []string
	lock  bool // write the lock file anew
}

func (f *openFlags) register(fs *pflag.FlagSet) { f.registerPacks(fs) }

func (f *openFlags) registerPacks(fs *pflag.FlagSet) {
	fs.StringSliceVar(&f.packs, "pack", nil, "folder of a pack to use besides those built in; may be repeated")
}

// workspace makes the workspace that models are opened in.
func (f openFlags) workspace() *workspace.Workspace {
	if len(f.packs) == 0 {
		return workspace.New(workspace.Options{})
	}
	return workspace.New(workspace.Options{
		Packs: func(_, _ []string) (*library.Library, error) { return openLibrary(f.packs) },
	})
}

// openLibrary loads the packs that come with the program and those in the folders. A pack with errors is not used: a
// threat that is missing in silence is worse than no result.
func openLibrary(folders []string) (*library.Library, error) {
	sources := library.Embedded()
	for _, folder := range folders {
		sources = append(sources, library.Source{Files: os.DirFS(folder), Path: folder})
	}
	lib, err := library.Open(sources...)
	if err != nil {
		return nil, failure(err)
	}
	var wrong []string
	for _, d := range lib.Diagnostics {
		if d.Severity == syntax.Error {
			wrong = append(wrong, fmt.Sprintf("%s:%d:%d: %s", d.Place.File, d.Place.Line, d.Place.Column, d.Message))
		}
	}
	if len(wrong) > 0 {
		return nil, failure(fmt.Errorf("the packs have errors:\n  %s", strings.Join(wrong, "\n  ")))
	}
	return lib, nil
}

// openAll opens the models that the arguments name, several at a time, with progress on long work.
func openAll(ctx context.Context, s streams, f openFlags, args []string) ([]*workspace.Snapshot, error) {
	if len(args) == 0 {
		args = []string{"."}
	}
	paths, err := workspace.Find(args...)
	if err != nil {
		return nil, usage("%v", err)
	}
	ws := f.workspace()
	out := make([]*workspace.Snapshot, 0, len(paths))
	const batch = 16
	bar := newProgress(s, len(paths))
	for len(paths) > 0 {
		if ctx.Err() != nil {
			return nil, failure(errors.New("interrupted"))
		}
		n := min(batch, len(paths))
		docs, errs := ws.OpenAll(paths[:n]...)
		if err := errors.Join(errs...); err != nil {
			return nil, failure(err)
		}
		for _, d := range docs {
			snapshot := d.Snapshot()
			if snapshot.Analysis == nil {
				return nil, failure(fmt.Errorf("%s could not be analysed: %s", d.Path(), firstError(snapshot.Diagnostics)))
			}
			out = append(out, snapshot)
		}
		paths = paths[n:]
		bar.step(n)
	}
	bar.done()
	return out, nil
}

func firstError(ds []syntax.Diagnostic) string {
	for _, d := range ds {
		if d.Severity == syntax.Error {
			return d.Message
		}
	}
	return "no library"
}

// openOne opens the one model that the arguments name.
func openOne(ctx context.Context, s streams, f openFlags, args []string) (*workspace.Snapshot, error) {
	all, err := openAll(ctx, s, f, args)
	if err != nil {
		return nil, err
	}
	if len(all) != 1 {
		paths := make([]string, 0, len(all))
		for _, x := range all {
			paths = append(paths, x.Files[0].Name)
		}
		return nil, usage("this needs one model, and there are %d: %s", len(all), strings.Join(paths, ", "))
	}
	return all[0], nil
}

// complete returns the analyses of snapshots, each with all diagnostics of its snapshot.
func complete(snapshots []*workspace.Snapshot) []*engine.Analysis {
	out := make([]*engine.Analysis, 0, len(snapshots))
	for _, x := range snapshots {
		a := *x.Analysis
		a.Diagnostics = x.Diagnostics
		out = append(out, &a)
	}
	return out
}

// problems shows the errors of models that could not be read in full, and fails where there are any: what was not
// understood took no part in the analysis.
func problems(s streams, snapshots ...*workspace.Snapshot) error {
	broken := 0
	for _, x := range snapshots {
		var errs []syntax.Diagnostic
		for _, d := range x.Diagnostics {
			if d.Severity == syntax.Error {
				errs = append(errs, d)
			}
		}
		if len(errs) == 0 {
			continue
		}
		broken++
		if err := report.WriteProblems(s.err, terminal(s, s.err), x.Model.Files, errs); err != nil {
			return failure(err)
		}
	}
	if broken > 0 {
		return failure(fmt.Errorf("%s could not be read in full: what has errors took no part in the analysis", count(broken, "model")))
	}
	return nil
}

// applyChange makes a change of a verb and saves the files that it touches, or shows them on a dry run.
func applyChange(s streams, f openFlags, path string, verb func(*model.Model) (model.Change, error), dryRun bool, what string) error {
	doc, err := f.workspace().Open(path)
	if err != nil {
		return failure(err)
	}
	_, change, err := doc.Do(verb)
	if err != nil {
		return failure(err)
	}
	if dryRun {
		return writeTo(s, "", func(o output) error { return showChange(o, change) })
	}
	saved, err := doc.Save()
	if err != nil {
		return failure(err)
	}
	fmt.Fprintf(s.err, "%s, written to %s\n", what, strings.Join(saved, ", "))
	return nil
}

// showChange prints the lines that a change wrote.
func showChange(o output, change model.Change) error {
	for _, file := range change.Edits {
		for _, e := range file.Edits {
			if _, err := fmt.Fprintf(o, "%s:\n%s\n", file.File, strings.Trim(e.New, "\n")); err != nil {
				return err
			}
		}
	}
	return nil
}

// progress tells on a terminal how far long work is.
type progress struct {
	s             streams
	finished, all int
	started       time.Time
	interactive   bool
	shown         bool
}

func newProgress(s streams, all int) *progress {
	return &progress{s: s, all: all, started: time.Now(), interactive: isTerminal(s.err)}
}

func (p *progress) step(n int) {
	p.finished += n
	if p.interactive && time.Since(p.started) > time.Second && p.finished < p.all {
		fmt.Fprintf(p.s.err, "\r%d of %d models", p.finished, p.all)
		p.shown = true
	}
}

func (p *progress) done() {
	if p.shown {
		fmt.Fprint(p.s.err, "\r\x1b[K")
	}
}
