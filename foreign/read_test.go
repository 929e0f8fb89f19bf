package foreign_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"theriac.dev/engine"
	"theriac.dev/foreign"
	"theriac.dev/library"
	"theriac.dev/model"
	"theriac.dev/syntax"
)

// samples are the files in testdata, by their names.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("testdata/*/*")
	if err != nil || len(paths) == 0 {
		t.Fatal("there are no samples", err)
	}
	out := map[string][]byte{}
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.ToSlash(p)] = data
	}
	example, err := os.ReadFile("../examples/import/home-pump.json")
	if err != nil {
		t.Fatal(err)
	}
	out["testdata/threat-dragon/home-pump.json"] = example
	return out
}

// TestSamples holds over every sample that it is recognised by its content, that the account adds up, and that
// the model is formatted and analysed without an error.
func TestSamples(t *testing.T) {
	lib, err := library.Load()
	if err != nil {
		t.Fatal(err)
	}
	eng := engine.New(lib)
	for name, data := range samples(t) {
		t.Run(strings.TrimPrefix(name, "testdata/"), func(t *testing.T) {
			im, err := foreign.Read("a file", data, "")
			if err != nil {
				t.Fatal(err)
			}
			if want := filepath.Base(filepath.Dir(name)); im.Format.ID != want {
				t.Errorf("read as %s, want %s", im.Format.ID, want)
			}
			addsUp(t, im)
			sound(t, im, eng)
			again, err := foreign.Read("a file", data, im.Format.ID)
			if err != nil || again.Model != im.Model || again.Layout != im.Layout || !slices.Equal(again.Losses, im.Losses) {
				t.Error("the same bytes give another model when they are read again")
			}
		})
	}
}

// addsUp holds that of each kind all that was found is taken, or named in a loss that says what became of it.
func addsUp(t *testing.T, im *foreign.Import) {
	t.Helper()
	kinds := map[string]bool{}
	for _, c := range im.Taken {
		kinds[c.Theirs] = true
		changed, lost := map[string]bool{}, map[string]bool{}
		for _, l := range im.Losses {
			if l.Kind == c.Theirs {
				changed[l.Where] = changed[l.Where] || l.What == foreign.Changed
				lost[l.Where] = lost[l.Where] || l.What == foreign.Lost
			}
		}
		named := func(what map[string]bool, but map[string]bool) (n int) {
			for where, is := range what {
				if is && !but[where] {
					n++
				}
			}
			return n
		}
		if c.Found != c.Taken+c.Changed+c.Lost || c.Changed != named(changed, lost) || c.Lost != named(lost, nil) {
			t.Errorf("%+v does not add up: %d changed and %d lost are named", c, named(changed, lost), named(lost, nil))
		}
	}
	for _, l := range im.Losses {
		if l.Where == "" || l.Text == "" || !slices.Contains([]string{foreign.Lost, foreign.Changed, foreign.Asked}, l.What) || l.Kind != "" && !kinds[l.Kind] {
			t.Errorf("a loss that does not say enough: %+v", l)
		}
	}
}

// sound holds that the texts are formatted, and that nothing about them is an error.
func sound(t *testing.T, im *foreign.Import, eng *engine.Engine) {
	t.Helper()
	files := []*syntax.File{syntax.Parse("theriac.yaml", []byte(im.Model))}
	if im.Layout != "" {
		files = append(files, syntax.Parse("layout.yaml", []byte(im.Layout)))
	}
	for _, f := range files {
		if formatted := string(syntax.Format(f.Text())); formatted != string(f.Text()) {
			t.Errorf("%s is not formatted", f.Name)
		}
	}
	m := model.Decode(files...)
	for _, d := range m.Diagnostics {
		if d.Severity == syntax.Error {
			t.Errorf("%s:%d: %s\n%s", d.Place.File, d.Place.Line, d.Message, im.Model)
		}
	}
	for _, l := range im.Losses {
		if section, id, ok := strings.Cut(l.Path, "/"); ok && !strings.Contains(im.Model, "\n  "+id+":") {
			t.Errorf("a loss leads to %s of %s, which is not there", id, section)
		}
	}
	if eng == nil {
		return
	}
	for _, d := range eng.Analyze(m).Diagnostics {
		if d.Severity == syntax.Error || strings.Contains(d.Message, "is not a word") || strings.Contains(d.Message, "the packs") {
			t.Errorf("%s:%d: %s", d.Place.File, d.Place.Line, d.Message)
		}
	}
}
