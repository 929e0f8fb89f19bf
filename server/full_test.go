package server_test

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"theriac.dev/server"
)

// TestFullDisk works on a database whose disk is full to the last byte: people go on reading, changes are refused with a
// word for it, and are made once there is room.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("no tmpfs here: %s", out)
	}
	t.Cleanup(func() {
		if out, err := exec.CommandContext(context.Background(), "umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %s", out)
		}
	})
	x := serve(t, server.Options{Database: filepath.Join(dir, "studio.db"), Version: "test"})
	for _, name := range []string{"anna", "bea"} {
		if err := x.s.AddPerson(t.Context(), name, password, false); err != nil {
			t.Fatal(err)
		}
	}
	anna := signIn(t, x, "anna")
	want[server.Project](anna, 201, http.MethodPost, "/projects", server.NewProject{Name: "M", From: server.ProjectFrom{Files: []server.FileContent{{Name: "theriac.yaml", Text: small}}}})
	ballast := filepath.Join(dir, "ballast")
	fillUp(t, ballast)

	full := func(who person, method, path string, body any) {
		t.Helper()
		if p := want[problem](who, http.StatusInsufficientStorage, method, path, body); p.Code != "full" {
			t.Errorf("%s %s: %+v, want the code full", method, path, p)
		}
	}
	for range 3 {
		if s := anna.state("m"); s.Revision != 1 {
			t.Errorf("revision %d", s.Revision)
		}
	}
	rename := server.Proposal{Base: 1, Key: newKey(), Commands: []server.Command{set("elements/pcu/name", "Renamed")}}
	full(anna, http.MethodPost, "/projects/m/commands", rename)
	full(newPerson(t, x.http.URL), http.MethodPost, "/session", server.Credentials{Name: "bea", Password: password})
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	if d := want[server.Delta](anna, 200, http.MethodPost, "/projects/m/commands", rename); d.Revision != 2 {
		t.Errorf("revision %d after there was room, want 2", d.Revision)
	}
	signIn(t, x, "bea")
}

// fillUp makes a file as large as the disk takes.
func fillUp(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	for size := 1 << 16; size > 0; size /= 2 {
		block := make([]byte, size)
		for err = nil; err == nil; {
			_, err = f.Write(block)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}
