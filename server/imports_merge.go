package server

import (
	"fmt"
	"io/fs"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"theriac.dev/foreign"
	"theriac.dev/model"
	"theriac.dev/workspace"
)

// merge is how the model of an import comes into another one: as commands that add its entries, under ids that are free.
type merge struct {
	into     *view
	doc      *workspace.Document // the import, with its ids made free
	commands []Command
	added    int
	placed   int
	renamed  []Renaming
	leftOut  []LeftOut
}

// opened opens the model of an import. It reads nothing from outside.
func opened(imp *foreign.Import) *workspace.Snapshot { return openImport(imp).Snapshot() }

func openImport(imp *foreign.Import) *workspace.Document {
	ws := workspace.New(workspace.Options{NoAnalysis: true, Read: func(string) ([]byte, error) { return nil, fs.ErrNotExist }})
	d := ws.OpenText("/import/"+workspace.RootName, []byte(imp.Model))
	if imp.Layout != "" {
		_, _ = d.Update("/import/"+workspace.LayoutName, []byte(imp.Layout)) // the layout is always taken
	}
	return d
}

func newMerge(into *view, imp *foreign.Import) (*merge, error) {
	m := &merge{into: into, doc: openImport(imp), renamed: []Renaming{}, leftOut: []LeftOut{}}
	if err := m.free(); err != nil {
		return nil, err
	}
	m.head()
	if err := m.add(); err != nil {
		return nil, err
	}
	if m.added == 0 {
		return nil, bad("there is nothing in the file that could come into a model")
	}
	return m, m.place()
}

func (m *merge) told() *Brought {
	return &Brought{Added: m.added, Placed: m.placed, Renamed: m.renamed, LeftOut: m.leftOut}
}

// free gives every entry of the import an id that this model does not have in any section, so that nothing can be taken
// for another thing. References within the import follow.
func (m *merge) free() error {
	taken := idsIn(m.into.Model)
	own := idsIn(m.doc.Snapshot().Model)
	for _, section := range model.SectionKeys() {
		for _, id := range m.doc.Snapshot().Model.EntryIDs(section) {
			if _, _, finding := model.SplitFinding(id); finding || !taken[id] {
				continue // a decision follows the thing that it is about
			}
			to := id
			for n := 2; taken[to] || own[to]; n++ {
				to = id + "-" + strconv.Itoa(n)
			}
			own[to] = true
			if _, _, err := m.doc.Do(func(x *model.Model) (model.Change, error) { return model.Rename(x, section, id, to) }); err != nil {
				return err
			}
			m.renamed = append(m.renamed, Renaming{section, id, to})
		}
	}
	return nil
}

func idsIn(m *model.Model) map[string]bool {
	out := map[string]bool{}
	for _, section := range model.SectionKeys() {
		for _, id := range m.EntryIDs(section) {
			out[id] = true
		}
	}
	return out
}

// head brings the sources along, and says what of the head stays out.
func (m *merge) head() {
	from, into := m.doc.Snapshot().Model.PlainHead(), m.into.Model.PlainHead()
	have, _ := into["sources"].([]string)
	for _, key := range []string{"sources", "packs"} {
		list, _ := from[key].([]string)
		if key == "packs" {
			have, _ = into[key].([]string)
			if len(have) == 0 {
				continue // a model that names none has the usual ones
			}
		}
		for _, x := range list {
			if !slices.Contains(have, x) {
				m.commands = append(m.commands, Command{Verb: "append", Path: key, Value: x})
			}
		}
	}
	for _, key := range []string{"name", "version", "device"} {
		switch x := from[key].(type) {
		case string:
			m.leftOut = append(m.leftOut, LeftOut{key, x})
		case model.Plain:
			m.leftOut = append(m.leftOut, LeftOut{key, fmt.Sprint(x["type"])})
		}
	}
	if notes := headNotes(m.doc.Snapshot().Files[0].Text()); notes != "" {
		m.leftOut = append(m.leftOut, LeftOut{"notes", notes})
	}
}

// headNotes are the lines of the comment at the head of a file.
func headNotes(text []byte) string {
	var out []string
	for l := range strings.Lines(string(text)) {
		note, ok := strings.CutPrefix(l, "#")
		if !ok {
			break
		}
		out = append(out, strings.TrimSpace(note))
	}
	return strings.Join(out, "\n")
}

// add makes the commands that add the entries, in the order of the language: what is named comes before what names it.
func (m *merge) add() error {
	from := m.doc.Snapshot().Model
	for _, section := range model.SectionKeys() {
		for _, e := range from.PlainEntries(section) {
			id, _ := e["id"].(string)
			delete(e, "id")
			v, err := plainValue(e)
			if err != nil {
				return err
			}
			fields, _ := v.(map[string]any)
			if section == "flows" {
				oneLayer(fields)
			}
			m.commands = append(m.commands, Command{Verb: "add", Section: section, ID: id, Fields: fields})
			m.added++
		}
	}
	return nil
}

// gap lies between what is there and what comes beside it on the canvas.
const gap = 160

// place makes the commands that keep the layout of the import: views keep their own, and in the whole model it stands to
// the right of what is there. What has no place yet there gets the one that the automatic layout shows it at, because a
// canvas is arranged by itself only as long as nothing on it is placed.
func (m *merge) place() error {
	laid := m.doc.Snapshot().Model.Layout
	if laid == nil || len(laid.Boxes) == 0 {
		return nil
	}
	right, top, err := m.settle()
	if err != nil {
		return err
	}
	left, high := math.MaxInt, math.MaxInt
	for _, b := range laid.Boxes {
		if b.View == model.DefaultView {
			left, high = min(left, b.X.Value), min(high, b.Y.Value)
		}
	}
	beside := func(view string, x, y int) (int, int) {
		if view == model.DefaultView && right > math.MinInt && left < math.MaxInt {
			return x - left + right + gap, y - high + top
		}
		return x, y
	}
	for _, b := range laid.Boxes {
		x, y := beside(b.View, b.X.Value, b.Y.Value)
		m.put(b.View, b.Target, x, y, b.Width.Value, b.Height.Value)
	}
	for _, w := range laid.Ways {
		via := wayOf(w.Via.Items).Via
		for i, p := range via {
			via[i][0], via[i][1] = beside(w.View, p[0], p[1])
		}
		m.commands = append(m.commands, Command{Verb: "place", View: w.View, Target: w.Target, Via: via})
	}
	return nil
}

func (m *merge) put(view, target string, x, y, w, h int) {
	m.commands = append(m.commands, Command{Verb: "place", View: view, Target: target, X: x, Y: y, W: w, H: h})
	m.placed++
}

// settle finds the right and upper edge of what is drawn now, and places what has no place. Right is math.MinInt where
// nothing is drawn.
func (m *merge) settle() (right, top int, err error) {
	right, top = math.MinInt, math.MaxInt
	if m.into.Model.Elements.Len() == 0 && m.into.Model.Zones.Len() == 0 {
		return right, top, nil
	}
	now, err := m.into.layout(&Drawing{Ratio: 1.414})
	if err != nil {
		return 0, 0, err
	}
	for _, part := range []map[string]AutoBox{now.Zones, now.Nodes, now.Notes} {
		for _, id := range slices.Sorted(maps.Keys(part)) {
			b := part[id]
			right, top = max(right, int(b.X+b.W)), min(top, int(b.Y))
			if _, placed := m.into.Model.Layout.Of(model.DefaultView, id); !placed && (m.into.Model.HasTarget(id) || m.into.Model.Notes.Get(id) != nil) {
				m.put("", id, int(b.X), int(b.Y), int(b.W), int(b.H))
			}
		}
	}
	return right, top, nil
}
