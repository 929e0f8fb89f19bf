package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/diagram"
	"theriac.dev/engine"
	"theriac.dev/foreign"
	"theriac.dev/store"
	"theriac.dev/workspace"
)

// maxImport is the largest body that carries a foreign file: 16 MB of it, written as base64.
const maxImport = 23 << 20

// ForeignFile is a file of another tool.
type ForeignFile struct {
	Name string `json:"name" minLength:"1" maxLength:"300" doc:"Its name, which helps to recognise the format and is kept."`
	As   string `json:"as,omitempty" maxLength:"100" doc:"Id of the format to read it as; empty where its content shall say."`
	Data []byte `json:"data" minLength:"1" doc:"Its bytes, as base64. At most 16 MB are read."`
}

// ImportLook is what a foreign file would become.
type ImportLook struct {
	foreign.Import
	Picture string `json:"picture,omitempty" doc:"The data flow diagram as SVG; absent where it would be too large to look at."`
}

// LookAsk asks what a foreign file would become.
type LookAsk struct {
	ForeignFile
	Theme string `json:"theme,omitempty" enum:"light,dark,print" default:"light" doc:"Colours of the picture."`
}

// BringIn asks for the contents of a foreign file to be added to a model.
type BringIn struct {
	ForeignFile
	Key string `json:"key" minLength:"8" maxLength:"64" pattern:"^[A-Za-z0-9_-]+$" doc:"A fresh UUID. The same key sent again gets the same delta and changes nothing."`
	Try bool   `json:"try,omitempty" doc:"Only say what would be done."`
}

// Brought is what came of it.
type Brought struct {
	Added   int        `json:"added" doc:"Entries that come into the model."`
	Placed  int        `json:"placed" doc:"Boxes that get a place on the canvas, beside what is there."`
	Renamed []Renaming `json:"renamed" doc:"Ids that were taken in this model, and which ones the new entries have instead."`
	LeftOut []LeftOut  `json:"leftOut" doc:"What the file says of the product as a whole, which stays as it is in this model."`
	Delta   Written    `json:"delta,omitempty" doc:"The one revision that was made; absent where it was only tried."`
	Thread  string     `json:"thread,omitempty" doc:"The thread that keeps the report."`
}

// LeftOut is something that the file says of the product as a whole.
type LeftOut struct {
	Key  string `json:"key" enum:"name,version,device,notes" doc:"What it is; notes are the text at the head of the file, which the report keeps."`
	Text string `json:"text" doc:"What the file says."`
}

func (s *Server) importRoutes(api huma.API) {
	huma.Register(api, huma.Operation{OperationID: "list-import-formats", Method: http.MethodGet, Path: "/import/formats", Summary: "Formats of other tools that can be read", Tags: []string{"import"}, Errors: problems},
		func(context.Context, *struct{}) (*struct{ Body []foreign.Format }, error) {
			return &struct{ Body []foreign.Format }{foreign.Formats()}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "look-at-import", Method: http.MethodPost, Path: "/import", Summary: "What a file of another tool would become", Tags: []string{"import"}, MaxBodyBytes: maxImport,
		Errors: append([]int{http.StatusRequestEntityTooLarge}, problems...), Description: "Reads the file and says what is taken, changed and lost. Nothing is kept. 422 with code `unreadable` says where the file is not what was expected."},
		func(ctx context.Context, in *struct{ Body LookAsk }) (*struct{ Body *ImportLook }, error) {
			done, err := s.heavy.turn(ctx)
			if err != nil {
				return nil, s.told(err)
			}
			defer done()
			imp, err := in.Body.read()
			if err != nil {
				return nil, s.told(err)
			}
			return &struct{ Body *ImportLook }{&ImportLook{*imp, s.picture(imp, in.Body.Theme)}}, nil
		})
	huma.Register(api, huma.Operation{OperationID: "bring-in", Method: http.MethodPost, Path: "/projects/{project}/import", Summary: "Add what is in a file of another tool to the model", Tags: []string{"import"}, MaxBodyBytes: maxImport,
		Errors:      append([]int{http.StatusConflict, http.StatusRequestEntityTooLarge}, problems...),
		Description: "All of it is one revision of ordinary commands, and one step of undo. An id that is taken is made another; the answer says which. The report is kept as a comment."},
		func(ctx context.Context, in *struct {
			InProject
			Body BringIn
		}) (*struct{ Body *Brought }, error) {
			r, _, err := s.enter(ctx, in.Project, store.Editor)
			if err != nil {
				return nil, s.told(err)
			}
			body, err := s.bringIn(ctx, r, &in.Body)
			return &struct{ Body *Brought }{body}, s.told(err)
		})
}

// read reads the file.
func (f *ForeignFile) read() (*foreign.Import, error) {
	imp, err := foreign.Read(f.Name, f.Data, f.As)
	if err == nil && imp.Losses == nil {
		imp.Losses = []foreign.Loss{}
	}
	return imp, err
}

// unreadable tells why a foreign file cannot be read, with the place.
func unreadable(err *foreign.Error) *Problem {
	p := problem(http.StatusUnprocessableEntity, "unreadable", err.Message)
	p.Hint, p.File, p.Line, p.Column = err.Hint, err.Place.File, err.Place.Line, err.Place.Column
	return p
}

// mostDrawn is how many elements a picture has at most: more cannot be seen on it.
const mostDrawn = 150

// picture draws what a file would become. There is none where it would show nothing, or take long.
func (s *Server) picture(imp *foreign.Import, theme string) string {
	m := opened(imp).Model
	if n := m.Elements.Len(); n == 0 || n > mostDrawn {
		return ""
	}
	lib, err := s.shelf.open()
	if err != nil {
		return ""
	}
	g, err := diagram.FromModel(m, diagram.Options{Library: lib, Guard: engine.New(lib).Analyze(m).Guard})
	if err != nil {
		return ""
	}
	var b bytes.Buffer
	if err := paint(&b, diagram.Draw(g, diagram.Arrange(g, diagram.LayoutOptions{Ratio: 1.6})), theme, "svg"); err != nil {
		return ""
	}
	return b.String()
}

// filesOf are the files of a project that is an import.
func filesOf(imp *foreign.Import) map[string][]byte {
	out := map[string][]byte{workspace.RootName: []byte(imp.Model)}
	if imp.Layout != "" {
		out[workspace.LayoutName] = []byte(imp.Layout)
	}
	return out
}

// bringIn adds what is in a foreign file to the model of a room.
func (s *Server) bringIn(ctx context.Context, r *room, in *BringIn) (*Brought, error) {
	imp, err := in.read()
	if err != nil {
		return nil, err
	}
	done, err := s.heavy.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	if delta, err := r.answered(ctx, in.Key, caller(ctx).Name); delta != nil || err != nil {
		return &Brought{Renamed: []Renaming{}, LeftOut: []LeftOut{}, Delta: Written(delta)}, err
	}
	for range mostTries {
		v, at, _ := r.now()
		m, err := newMerge(v, imp)
		if err != nil {
			return nil, err
		}
		out := m.told()
		if in.Try {
			return out, nil
		}
		title := line(fmt.Sprintf("Import %s (%s): %d entries", in.Name, imp.Format.Title, out.Added), 200)
		did := &Did{Word: "import", With: map[string]string{"file": in.Name, "format": imp.Format.Title, "n": strconv.Itoa(out.Added)}}
		delta, err := r.apply(ctx, &Proposal{Base: at.number, Key: in.Key, Title: title, Did: did, Commands: m.commands}, caller(ctx).Name)
		var clash *clashed
		if errors.As(err, &clash) {
			continue // somebody took one of the ids a moment ago: choose again
		}
		if err != nil {
			return nil, err
		}
		out.Delta = Written(delta)
		out.Thread, err = s.keepReport(ctx, r, in.Name, revisionOf(delta), imp, m)
		return out, err
	}
	return nil, errBusy
}

// answered returns the delta of a key that was sent before, and nil where it is new.
func (r *room) answered(ctx context.Context, key, author string) (json.RawMessage, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.done(ctx, key, author)
}

// reportTarget is what the threads are about that keep the reports of imports.
const reportTarget = "import/"

func revisionOf(delta []byte) int64 {
	var d struct{ Revision int64 }
	_ = json.Unmarshal(delta, &d) // it was written a moment ago
	return d.Revision
}

// keepReport keeps what became of a file as a comment, so that it is found later. It stays open where a person is asked.
func (s *Server) keepReport(ctx context.Context, r *room, name string, revision int64, imp *foreign.Import, m *merge) (string, error) {
	target := line(reportTarget+name, 400)
	threads, err := r.keep.Threads(ctx, r.keep.project, store.ThreadFilter{Target: target})
	if err != nil {
		return "", err
	}
	for _, t := range threads { // the same key again
		if t.Target == target && t.Number == revision {
			return t.ID, nil
		}
	}
	c, err := r.keep.AddComment(ctx, store.Comment{Project: r.keep.project, Target: target, Number: revision, Author: caller(ctx).Name, Body: reportText(name, imp, m)})
	if err != nil {
		return "", err
	}
	if !asks(imp) {
		if err := r.keep.Resolve(ctx, r.keep.project, c.Thread, caller(ctx).Name, true); err != nil {
			return "", err
		}
	}
	t, err := r.thread(ctx, c.Thread)
	s.live.note(r.id, "comment", t)
	return c.Thread, err
}

func asks(imp *foreign.Import) bool {
	for _, l := range imp.Losses {
		if l.What == foreign.Asked {
			return true
		}
	}
	return false
}

// mostReport is how long the kept report becomes, below what the store takes of a comment.
const mostReport = 18_000

// reportText is the report in plain text: the counts, what ids became, and what was lost or changed.
func reportText(name string, imp *foreign.Import, m *merge) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, read as %s.\n\n", line(name, 300), imp.Format.Title)
	for _, c := range imp.Taken {
		fmt.Fprintf(&b, "%s: %d found, %d taken, %d changed, %d lost; in the model as %s\n", c.Theirs, c.Found, c.Taken, c.Changed, c.Lost, c.Ours)
	}
	if m != nil {
		for _, x := range m.renamed {
			fmt.Fprintf(&b, "%s %s was taken; here it is %s\n", x.Section, x.From, x.To)
		}
		for _, x := range m.leftOut {
			fmt.Fprintf(&b, "%s, left as it is here; the file says: %s\n", x.Key, clipped(x.Text, mostReport/3))
		}
	}
	for i, l := range imp.Losses {
		s := fmt.Sprintf("\n%s: %s\n  %s\n", l.What, l.Where, l.Text)
		if b.Len()+len(s) > mostReport {
			fmt.Fprintf(&b, "\nand %d more; reading the file again tells them all\n", len(imp.Losses)-i)
			break
		}
		b.WriteString(s)
	}
	return b.String()
}

// clipped is the beginning of a text, up to about n bytes.
func clipped(s string, n int) string {
	if len(s) <= n {
		return s
	}
	return strings.ToValidUTF8(s[:n], "") + " ..."
}

// keepFirstReport keeps the report of a project that began as an import.
func (s *Server) keepFirstReport(ctx context.Context, project string, in *ForeignFile, imp *foreign.Import) error {
	r, _, err := s.enter(ctx, project, store.Editor) // with sign-in on a folder nobody but an admin is more
	if err != nil {
		return err
	}
	_, at, _ := r.now()
	_, err = s.keepReport(ctx, r, in.Name, at.number, imp, nil)
	return err
}

// plainValue makes a value as the model gives it one as JSON would: entries inside an entry become fields by their ids.
func plainValue(v any) (any, error) {
	data, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	var out any
	err = json.Unmarshal(data, &out)
	return withIDs(out), err
}

func withIDs(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for k, x := range v {
			v[k] = withIDs(x)
		}
	case []any:
		fields := map[string]any{}
		for _, x := range v {
			e, ok := x.(map[string]any)
			id, named := e["id"].(string)
			if !ok || !named {
				return v
			}
			delete(e, "id")
			fields[id] = withIDs(e)
		}
		if len(v) > 0 {
			return fields
		}
	}
	return v
}

// oneLayer writes the layers of a flow as one word where the file says no more: that is what people write.
func oneLayer(fields map[string]any) {
	for key, x := range fields {
		layers, ok := x.(map[string]any)
		if words, is := layers["application"].([]any); ok && is && len(layers) == 1 {
			fields[key] = words
		}
	}
}
