package library

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var links = regexp.MustCompile(`\]\(([^)#]*)(#[^)]*)?\)`)

// TestPagesHoldTogether follows every link between the pages, and its anchor into the glossary.
func TestPagesHoldTogether(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for _, f := range Doc(lib) {
		if pages[f.Path] != "" {
			t.Errorf("two pages are called %s", f.Path)
		}
		pages[f.Path] = f.Text
	}
	count := 0
	for name, text := range pages {
		for _, m := range links.FindAllStringSubmatch(text, -1) {
			if strings.Contains(m[1], ":") {
				continue
			}
			count++
			to := path.Join(path.Dir(name), m[1])
			if pages[to] == "" {
				t.Errorf("%s links %s, which is no page", name, m[1])
			}
			if m[2] != "" && !headings(pages[to])[m[2][1:]] {
				t.Errorf("%s links %s, which has no such heading", name, m[0])
			}
		}
	}
	t.Logf("%d pages, %d links", len(pages), count)
	for _, want := range []string{"README.md", "conditions.md", "glossary.md", "threats/forged-command.md", "controls/signed-data.md", "components/therapy-controller.md",
		"devices/infusion-pump.md", "coverage/fda.md", "coverage/cwe.md", "coverage/emb3d.md", "coverage/attack.md", "coverage/stages.md"} {
		if pages[want] == "" {
			t.Errorf("there is no page %s", want)
		}
	}
}

// headings returns the anchors of a page.
func headings(text string) map[string]bool {
	out := map[string]bool{}
	for line := range strings.Lines(text) {
		if title, ok := strings.CutPrefix(line, "## "); ok {
			out[strings.ReplaceAll(strings.ToLower(strings.TrimSpace(title)), " ", "-")] = true
		}
	}
	return out
}

func TestGlossaryLinks(t *testing.T) {
	g := newGlosses([]Word{
		{ID: "key", Title: "key"}, {ID: "access-point", Title: "access point"}, {ID: "firmware", Title: "firmware", Also: []string{"embedded software"}},
	})
	for text, want := range map[string]string{
		"The key and the keys.":      "The [key](g#key) and the keys.",
		"Keys open access points.":   "[Keys](g#key) open [access points](g#access-point).",
		"Monkey keyed":               "Monkey keyed",
		"Embedded software is code.": "[Embedded software](g#firmware) is code.",
		"# key":                      "# key",
		"- key: yes":                 "- key: yes",
		"`key` and [key](x)":         "`key` and [key](x)",
		"{key} of ünkey":             "{key} of ünkey",
		"```\nkey\n```\nkey":         "```\nkey\n```\n[key](g#key)",
	} {
		if got := g.link(text, "g"); got != want {
			t.Errorf("%q\n got %q\nwant %q", text, got, want)
		}
	}
}

func TestNaturalOrder(t *testing.T) {
	for _, pair := range [][2]string{{"CWE-79", "CWE-306"}, {"T0800", "T1005"}, {"T1565", "T1565.001"}, {"SC-8", "SC-8(1)"}, {"AC-2", "SC-1"}, {"TID-101", "TID-1010"}} {
		if natural(pair[0], pair[1]) >= 0 || natural(pair[1], pair[0]) <= 0 || natural(pair[0], pair[0]) != 0 {
			t.Errorf("%s does not come before %s", pair[0], pair[1])
		}
	}
}

// TestWrittenPages holds docs/library against the packs; with -update it writes the folder anew.
func TestWrittenPages(t *testing.T) {
	const folder = "../docs/library"
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, f := range Doc(lib) {
		want[filepath.Join(folder, filepath.FromSlash(f.Path))] = f.Text
	}
	if *update {
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
		for name, text := range want {
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	stale := 0
	err = filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		if string(text) != want[name] {
			stale++
		}
		delete(want, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if stale+len(want) > 0 {
		t.Errorf("%d pages of docs/library are stale and %d are missing; run go generate ./library", stale, len(want))
	}
}
