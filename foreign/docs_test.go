package foreign_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"theriac.dev/foreign"
)

var update = flag.Bool("update", false, "write the table of formats into the documentation")

// TestDocumentation holds the table of formats in docs/import.md against the formats.
func TestDocumentation(t *testing.T) {
	const path, start, end = "../docs/import.md", "-update -->\n", "<!-- end of formats -->"
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("\n| Format | Tool | Files | What is taken | Threats | Positions |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, f := range foreign.Formats() {
		fmt.Fprintf(&b, "| `%s` | %s | `%s` | %s | %s | %s |\n", f.ID, f.Title, strings.Join(f.Endings, "`, `"), f.Takes, yes(f.Threats), yes(f.Layout))
	}
	b.WriteByte('\n')
	i, k := strings.Index(string(page), start), strings.Index(string(page), end)
	if i < 0 || k < i {
		t.Fatal("docs/import.md has no place for the table of formats")
	}
	want := string(page)[:i+len(start)] + b.String() + string(page)[k:]
	if want == string(page) {
		return
	}
	if !*update {
		t.Fatal("the table of formats in docs/import.md is stale: run go test ./foreign -run Documentation -update")
	}
	if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
		t.Fatal(err)
	}
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
