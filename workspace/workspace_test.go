package workspace_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"

	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
	"theriac.dev/workspace"
)

// memory is a disk that a test can look into.
type memory map[string]string

func (m memory) read(name string) ([]byte, error) {
	if s, ok := m[name]; ok {
		return []byte(s), nil
	}
	return nil, fmt.Errorf("read %s: %w", name, fs.ErrNotExist)
}

func (m memory) write(name string, data []byte) error {
	m[name] = string(data)
	return nil
}

// loaded keeps the packs of all tests: loading them is the slowest part.
var loaded = sync.OnceValues(func() (*library.Library, error) { return workspace.Embedded(nil, nil) })

func (m memory) workspace() *workspace.Workspace {
	return workspace.New(workspace.Options{Read: m.read, Write: m.write,
		Packs: func(_, _ []string) (*library.Library, error) { return loaded() }})
}

func (m memory) open(t *testing.T, name string) *workspace.Document {
	t.Helper()
	d, err := m.workspace().Open(name)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const head = "theriac: 1\nid: pump\n"

// codes are the errors of a snapshot.
func codes(s *workspace.Snapshot) []string {
	var out []string
	for _, d := range s.Diagnostics {
		if d.Severity != syntax.Error {
			continue
		}
		out = append(out, fmt.Sprintf("%s:%d %s", d.Place.File, d.Place.Line, d.Code))
	}
	return out
}

func TestOpenTellsWhatIsMissing(t *testing.T) {
	element := "elements:\n  a: {name: A}\n"
	deep := memory{"m/theriac.yaml": head + "extends: [../p0]\n" + element}
	for i := range 20 {
		deep[fmt.Sprintf("p%d/theriac.yaml", i)] = fmt.Sprintf("%sextends: [../p%d]\nelements:\n  e%d: {name: E}\n", head, i+1, i)
	}
	for name, c := range map[string]struct {
		disk memory
		want []string
	}{
		"alone":           {memory{"m/theriac.yaml": head + element}, nil},
		"include":         {memory{"m/theriac.yaml": head + "include: [more.yaml]\n", "m/more.yaml": element}, nil},
		"nested include":  {memory{"m/theriac.yaml": head + "include: [sub/more.yaml]\n", "m/sub/more.yaml": "include: [last.yaml]\n", "m/last.yaml": element}, nil},
		"missing include": {memory{"m/theriac.yaml": head + element + "include: [more.yaml]\n"}, []string{"m/theriac.yaml:5 missing-include"}},
		"outside":         {memory{"m/theriac.yaml": head + element + "include:\n  - ../secret.yaml\n  - /etc/passwd\n", "secret.yaml": "x"}, []string{"m/theriac.yaml:6 bad-include", "m/theriac.yaml:7 bad-include"}},
		"itself":          {memory{"m/theriac.yaml": head + element + "include: [theriac.yaml]\n"}, nil},
		"broken layout":   {memory{"m/theriac.yaml": head + element, "m/layout.yaml": "layout: {default: {a: {x: q, y: 1}}}\n"}, []string{"m/layout.yaml:1 bad-number"}},
		"platform":        {memory{"m/theriac.yaml": head + "extends: [../p]\nflows:\n  f: {from: a, to: b}\n", "p/theriac.yaml": head + "elements:\n  a: {name: A}\n  b: {name: B}\n"}, nil},
		"no platform":     {memory{"m/theriac.yaml": head + "extends: [../p]\n" + element}, []string{"m/theriac.yaml:3 missing-platform"}},
		"platform cycle":  {memory{"m/theriac.yaml": head + "extends: [../p]\n" + element, "p/theriac.yaml": head + "extends: [../m]\n"}, []string{"m/theriac.yaml:3 platform-cycle"}},
		"own platform":    {memory{"m/theriac.yaml": head + "extends: [.]\n" + element}, []string{"m/theriac.yaml:3 platform-cycle"}},
		"deep platforms":  {deep, []string{"m/theriac.yaml:3 platform-depth"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := c.disk.open(t, "m").Snapshot()
			if got := codes(s); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if s.Model.Elements.Len() == 0 {
				t.Error("the model is empty")
			}
		})
	}
}

func TestOpenNeedsARootFile(t *testing.T) {
	w := memory{"m/other.yaml": ""}.workspace()
	for _, name := range []string{"m", "m/none.yaml", ""} {
		if _, err := w.Open(name); err == nil {
			t.Errorf("open %q: no error", name)
		}
	}
	docs, errs := w.OpenAll("m/other.yaml", "m")
	if docs[0] == nil || errs[0] != nil || docs[1] != nil || errs[1] == nil {
		t.Errorf("open all: %v, %v", docs, errs)
	}
}

func TestUnknownPacksAreToldWhereTheyAreNamed(t *testing.T) {
	disk := memory{"m/theriac.yaml": head + "packs: [core, dental, medical@99.0.0]\nelements:\n  a: {name: A}\n"}
	w := workspace.New(workspace.Options{Read: disk.read})
	d, err := w.Open("m")
	if err != nil {
		t.Fatal(err)
	}
	s := d.Snapshot()
	if got := codes(s); !slices.Contains(got, "m/theriac.yaml:3 unknown-pack") || s.Analysis == nil {
		t.Fatalf("got %v, analysis %v", got, s.Analysis != nil)
	}
}

func TestTextOfAnIncludeIsFollowedAsItIsTyped(t *testing.T) {
	disk := memory{"m/theriac.yaml": head + "include: [more.yaml]\n", "m/more.yaml": "elements:\n  a: {name: A}\n", "m/third.yaml": "elements:\n  b: {name: B}\n"}
	d := disk.open(t, "m")
	update := func(name, text string) *workspace.Snapshot {
		t.Helper()
		s, err := d.Update(name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first := d.Snapshot()
	update("m/more.yaml", "elements:\n  a: {name: Other}\n")
	if got := first.Model.Elements.Get("a").Name.Value; got != "A" {
		t.Errorf("an older snapshot now says %q", got)
	}
	s := update("m/theriac.yaml", head+"include: [more.yaml, third.yaml]\n")
	if s.Model.Elements.Get("b") == nil || s.Model.Elements.Get("a").Name.Value != "Other" {
		t.Error("a new include is not read, or text that is not saved was lost")
	}
	s = update("m/theriac.yaml", head+"include: [third.yaml]\n")
	if s.Model.Elements.Get("a") != nil || len(s.Files) != 2 {
		t.Error("a file that is no longer included is still there")
	}
	if s := update("m/theriac.yaml", head+"include: [more.yaml]\n"); s.Model.Elements.Get("a").Name.Value != "Other" {
		t.Error("text that is not saved was lost while its include was away")
	}
	update("m/theriac.yaml", head+"include: [third.yaml]\n")
	if _, err := d.Update("m/stranger.yaml", nil); err == nil {
		t.Error("a stranger was taken for a file of the model")
	}
	if s := update("m/layout.yaml", "layout: {default: {b: {x: 1, y: 2}}}\n"); s.Model.Layout == nil {
		t.Error("a new layout is not read")
	}
}

func TestVerbsChangeADocument(t *testing.T) {
	disk := memory{"m/theriac.yaml": head +
		"elements:\n  a: {name: A, type: handset}\n  b: {name: B, type: therapy-controller}\ndata: {bolus: {type: therapy-command}}\n"}
	d := disk.open(t, "m")
	before := d.Snapshot()
	s, change, err := d.Do(func(m *model.Model) (model.Change, error) {
		return model.Connect(m, "a", "b", model.Field{Key: "authentication", Value: model.Word("none")},
			model.Field{Key: "carries", Value: model.List("bolus")})
	})
	if err != nil || !slices.Equal(change.Added, []string{"flows/f1"}) || s.Model.Flows.Get("f1") == nil {
		t.Fatalf("connect: %v, %v", change, err)
	}
	came, went := s.Compare(before)
	if len(came) == 0 || s.Finding(came[0].ID) == nil {
		t.Errorf("an unproven command brings no finding; came %d, went %d", len(came), len(went))
	}
	if _, err := d.Apply(before, change); err == nil {
		t.Error("a change for an older version was applied")
	}
	if _, _, err := d.Do(func(m *model.Model) (model.Change, error) { return model.PlaceBox(m, "", "a", 1, 2, 0, 0) }); err != nil {
		t.Fatal(err)
	}
	saved, err := d.Save()
	if err != nil || !slices.Equal(saved, []string{"m/theriac.yaml", "m/layout.yaml"}) {
		t.Fatalf("saved %v, %v", saved, err)
	}
	if disk["m/layout.yaml"] != "layout:\n  default:\n    a: {x: 1, y: 2}\n" {
		t.Errorf("layout: %q", disk["m/layout.yaml"])
	}
	if saved, err := d.Save(); len(saved) > 0 || err != nil {
		t.Errorf("saved again: %v, %v", saved, err)
	}
}

func TestReloadReadsPlatformsAgain(t *testing.T) {
	disk := memory{"m/theriac.yaml": head + "extends: [../p]\n", "p/theriac.yaml": head + "elements:\n  a: {name: A}\n"}
	d := disk.open(t, "m")
	disk["p/theriac.yaml"] = head + "elements:\n  a: {name: New}\n"
	if s, err := d.Update("m/theriac.yaml", []byte(head+"extends: [../p]\nname: M\n")); err != nil || s.Model.Elements.Get("a").Name.Value != "A" {
		t.Errorf("an edit read the platform again, or failed: %v", err)
	}
	s, err := d.Reload("m/theriac.yaml")
	if err != nil || s.Model.Elements.Get("a").Name.Value != "New" || s.Model.Name.Value != "M" {
		t.Errorf("reload: %v; element %v, name %q", err, s.Model.Elements.Get("a").Name.Value, s.Model.Name.Value)
	}
	if s, err = d.Reload(); err != nil || s.Model.Name.Stated() {
		t.Errorf("reload without keeping: %v, name %q", err, s.Model.Name.Value)
	}
	delete(disk, "m/theriac.yaml")
	if _, err := d.Reload(); err == nil {
		t.Error("reload of a model that is gone")
	}
}

func TestManyHandsAtOnce(t *testing.T) {
	disk := memory{"m/theriac.yaml": head + "elements:\n  a: {name: A}\n  b: {name: B}\n"}
	d := disk.open(t, "m")
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 5 {
				if _, _, err := d.Do(func(m *model.Model) (model.Change, error) { return model.Connect(m, "a", "b") }); err != nil {
					t.Error(err)
				}
				_ = len(d.Snapshot().Diagnostics)
			}
		})
	}
	group.Wait()
	if n := d.Snapshot().Model.Flows.Len(); n != 40 {
		t.Errorf("got %d flows, want 40", n)
	}
}

// TestDeviceTypesBringTheirPacks names one pack and looks at which come.
func TestDeviceTypesBringTheirPacks(t *testing.T) {
	for _, c := range []struct {
		names, devices []string
		want           string // a pack that must come, or with ! one that must not
	}{
		{[]string{"core"}, nil, "!medical"},
		{[]string{"core"}, []string{"infusion-pump"}, "medical"},
		{[]string{"medical"}, nil, "therapy-safety"},
		{[]string{"wireless"}, nil, "medical"},
		{nil, nil, "privacy"},
	} {
		lib, err := workspace.Embedded(c.names, c.devices)
		if err != nil {
			t.Fatal(err)
		}
		id, no := strings.CutPrefix(c.want, "!")
		if slices.ContainsFunc(lib.Packs, func(p library.Pack) bool { return p.ID == id }) == no {
			t.Errorf("packs %v for %v: %s, got %v", c.names, c.devices, c.want, lib.Packs)
		}
	}
}
