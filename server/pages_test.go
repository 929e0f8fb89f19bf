package server_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"theriac.dev/server"
)

func TestDiagramInAllFormats(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "pump")
	copyExample(t, "infusion-pump", folder)
	x := serve(t, server.Options{Folder: folder, Version: "test"})
	for _, want := range []struct{ path, kind, begin string }{
		{"svg", "image/svg+xml", "<svg"},
		{"png", "image/png", "\x89PNG"},
		{"pdf?paper=a4", "application/pdf", "%PDF-"},
		{"pdf?all=true", "application/pdf", "%PDF-"},
		{"drawio?all=true&findings=true", "application/vnd.jgraph.mxfile", "<?xml"},
		{"drawio?view=z-comm", "application/vnd.jgraph.mxfile", "<?xml"},
		{"dot", "text/vnd.graphviz; charset=utf-8", "digraph"},
		{"mmd", "text/plain; charset=utf-8", "flowchart"},
	} {
		status, head, body := x.ask(http.MethodGet, "/projects/pump/diagram/"+want.path, nil)
		if status != http.StatusOK || head.Get("Content-Type") != want.kind || !strings.HasPrefix(string(body), want.begin) {
			t.Errorf("%s: status %d, %s, begins %.20q", want.path, status, head.Get("Content-Type"), body)
		}
	}
	if status, _, _ := x.ask(http.MethodGet, "/projects/pump/diagram/drawio?view=nothing", nil); status < 400 {
		t.Errorf("a view that is not there: status %d", status)
	}
}
