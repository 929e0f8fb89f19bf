package syntax

import "testing"

func TestExcerpt(t *testing.T) {
	const text = "\ufeffa: b\nels:\n  x: {name: \"Wörter 漢字\", of:\ty}\n  z: |\n    one\n    two\n"
	f := Parse("t.yaml", []byte(text))
	x := f.Root.Get("els").Get("x")
	for _, tt := range []struct {
		name  string
		place Place
		want  string
	}{
		{"first line", f.Place(f.Root.Get("a")), "1 | a: b\n  |    ^\n"},
		{"wide characters", f.Place(x.Get("name")), "3 |   x: {name: \"Wörter 漢字\", of:\ty}\n  |             ^^^^^^^^^^^^^\n"},
		{"behind them, and a tab", f.Place(x.Get("of")), "3 |   x: {name: \"Wörter 漢字\", of:\ty}\n  |                               \t^\n"},
		{"several lines", f.Place(f.Root.Get("els").Get("z")), "4 |   z: |\n  |      ^\n"},
		{"nowhere", Place{}, ""},
	} {
		if got := Excerpt(f, tt.place); got != tt.want {
			t.Errorf("%s: got\n%swant\n%s", tt.name, got, tt.want)
		}
	}
	hostile := Parse("t.yaml", []byte("a: \x1b[31m\n"))
	if got := Excerpt(hostile, hostile.Diagnostics()[0].Place); got != "1 | a: \ufffd[31m\n  |    ^\n" {
		t.Errorf("a control character reaches the terminal: %q", got)
	}
}

func TestLine(t *testing.T) {
	f := Parse("t.yaml", []byte("a: b\r\n\nels:\n  c: d\n  # e\n  f: g"))
	for i, want := range []string{"", "a: b", "", "els:", "  c: d", "  # e", "  f: g", ""} {
		if got := f.Line(i); got != want {
			t.Errorf("line %d is %q, want %q", i, got, want)
		}
	}
}
