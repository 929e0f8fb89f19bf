package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"theriac.dev/store"
)

var kills = flag.Int("kills", 10, "how often `theriac serve` is killed under load")

const (
	killWorkers = 4
	killRoot    = "theriac: 1\nid: m\ninclude: [flows.yaml]\nelements:\n  e0: {name: A}\n  e1: {name: B}   # stays\n"
	killFlows   = "elements:\n  e2: {name: C}\n  e3: {name: D}\nflows:\n  f1: {from: e0, to: e1}\n"
)

// TestKillsLoseNothing kills `theriac serve` with SIGKILL while several people edit, again and again. Whatever was
// acknowledged must be in the log and in the text after the next start, and no file may ever be half written.
func TestKillsLoseNothing(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{"theriac.yaml": killRoot, "flows.yaml": killFlows} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	k := &killTest{t: t, folder: folder, chance: rand.New(rand.NewPCG(1, 2))}
	acknowledged := 0
	for round := range *kills {
		acknowledged += k.round(round)
	}
	k.lastLook()
	if acknowledged == 0 {
		t.Error("nothing was acknowledged: the test looked at nothing")
	}
	t.Logf("%d kills, %d changes acknowledged, %d in flight when killed and kept", *kills, acknowledged, k.kept)
}

type killTest struct {
	t      *testing.T
	folder string
	chance *rand.Rand
	acked  [killWorkers]int // number of the last change of each worker that was acknowledged
	sent   [killWorkers]int // number of the last change that was sent
	keys   map[string]int64 // acknowledged changes of the last round by key, with their revisions
	kept   int
}

// round starts the server, looks at what the kill before left, loads it and kills it.
func (k *killTest) round(round int) (acknowledged int) {
	before := k.disk()
	base, cmd := k.start()
	state := k.look(base, before)
	k.keys = map[string]int64{}
	var mu sync.Mutex
	var group sync.WaitGroup
	stop := make(chan struct{})
	for w := range killWorkers {
		group.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				n := k.sent[w] + 1
				k.sent[w] = n
				key := fmt.Sprintf("key-%d-%d-%d", round, w, n)
				revision, ok := k.send(base, state.Revision, w, n, key)
				if !ok {
					return
				}
				mu.Lock()
				k.acked[w], k.keys[key] = n, revision
				acknowledged++
				mu.Unlock()
			}
		})
	}
	time.Sleep(time.Duration(10+k.chance.IntN(200)) * time.Millisecond)
	if err := cmd.Process.Kill(); err != nil {
		k.t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	close(stop)
	group.Wait()
	return acknowledged
}

type killState struct {
	Revision int64
	Files    []struct{ Name, Text string }
	Counts   struct{ Errors int }
}

// look compares what the server has after a kill with what was acknowledged, and with what lay on the disk.
func (k *killTest) look(base string, before map[string]string) killState {
	k.t.Helper()
	var state killState
	k.get(base+"/api/v1/projects/"+k.name()+"/state", &state)
	texts := map[string]string{}
	for _, f := range state.Files {
		texts[f.Name] = f.Text
	}
	for w := range killWorkers {
		file := "theriac.yaml"
		if w >= 2 {
			file = "flows.yaml"
		}
		got := valueOf(texts[file], w)
		if got != k.acked[w] && got != k.sent[w] {
			k.t.Fatalf("worker %d: the text has change %d; %d was acknowledged, %d was sent:\n%s", w, got, k.acked[w], k.sent[w], texts[file])
		}
		if got > k.acked[w] {
			k.kept++
		}
		k.acked[w], k.sent[w] = got, got
	}
	if state.Counts.Errors > 0 {
		k.t.Fatalf("the model has %d errors after a kill", state.Counts.Errors)
	}
	for name, text := range k.disk() {
		if texts[name] != text {
			k.t.Fatalf("%s on disk is not what the studio has:\n%s\nstudio:\n%s", name, text, texts[name])
		}
	}
	k.history(base, state, before)
	return state
}

// history looks for every acknowledged change in the log, and for what lay on the disk among the revisions: a file that
// is none of them was half written.
func (k *killTest) history(base string, state killState, before map[string]string) {
	k.t.Helper()
	found := map[string]bool{}
	for n := state.Revision; n > 0 && n > state.Revision-300; n-- {
		var rev struct {
			Title string
			All   []struct{ Name, Text string }
		}
		if len(k.keys) == 0 && len(found) == len(before) {
			break
		}
		k.get(fmt.Sprintf("%s/api/v1/projects/%s/revisions/%d", base, k.name(), n), &rev)
		for _, f := range rev.All {
			if before[f.Name] == f.Text {
				found[f.Name] = true
			}
		}
		for key, at := range k.keys {
			if at == n {
				if !strings.HasPrefix(rev.Title, key) {
					k.t.Fatalf("revision %d is %q, acknowledged was %s", n, rev.Title, key)
				}
				delete(k.keys, key)
			}
		}
	}
	for name := range before {
		if !found[name] {
			k.t.Fatalf("%s was as no revision left it:\n%s", name, before[name])
		}
	}
	if len(k.keys) > 0 {
		k.t.Fatalf("acknowledged and not in the log: %v", k.keys)
	}
}

// valueOf is the number of the last change of a worker in a text.
func valueOf(text string, w int) int {
	_, line, ok := strings.Cut(text, fmt.Sprintf("  e%d: {", w))
	if !ok {
		return -1
	}
	line, _, _ = strings.Cut(line, "\n")
	_, word, ok := strings.Cut(line, "text: change-")
	n := 0
	if ok {
		if _, err := fmt.Sscanf(word, "%d", &n); err != nil {
			return -1
		}
	}
	return n
}

func (k *killTest) disk() map[string]string {
	k.t.Helper()
	out := map[string]string{}
	for _, name := range []string{"theriac.yaml", "flows.yaml"} {
		data, err := os.ReadFile(filepath.Join(k.folder, name))
		if err != nil {
			k.t.Fatal(err)
		}
		out[name] = string(data)
	}
	return out
}

func (k *killTest) start() (string, *exec.Cmd) {
	k.t.Helper()
	return startServer(k.t, k.folder)
}

// program is the program itself, which this test binary is under another name.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(context.Background(), self)
	cmd.Args = append([]string{"theriac"}, args...)
	return cmd
}

// startServer serves, and returns the address.
func startServer(t *testing.T, args ...string) (string, *exec.Cmd) {
	t.Helper()
	cmd := program(t, append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v", err)
	}
	return strings.TrimSpace(line), cmd
}

// send makes one change and says whether it was acknowledged.
func (k *killTest) send(base string, revision int64, w, n int, key string) (int64, bool) {
	value := fmt.Sprintf("change-%d %s", n, strings.Repeat("x", 1+n%200))
	body, err := json.Marshal(map[string]any{"base": revision, "key": key, "title": key, "commands": []map[string]any{
		{"verb": "set", "path": fmt.Sprintf("elements/e%d/text", w), "value": value}}})
	if err != nil {
		return 0, false
	}
	for {
		res, err := http.Post(base+"/api/v1/projects/"+k.name()+"/commands", "application/json", bytes.NewReader(body))
		if err != nil {
			return 0, false
		}
		data, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil {
			return 0, false
		}
		var said struct{ Revision, Head int64 }
		_ = json.Unmarshal(data, &said) // what is no JSON has no revision
		switch res.StatusCode {
		case http.StatusOK:
			return said.Revision, true
		case http.StatusConflict: // its own change, seen from an older revision
			body = bytes.Replace(body, fmt.Appendf(nil, `"base":%d`, revision), fmt.Appendf(nil, `"base":%d`, said.Head), 1)
			revision = said.Head
		default:
			k.t.Errorf("status %d: %s", res.StatusCode, data)
			return 0, false
		}
	}
}

// name is the id of the one project: its folder.
func (k *killTest) name() string { return strings.ToLower(filepath.Base(k.folder)) }

func (k *killTest) get(url string, into any) {
	k.t.Helper()
	res, err := http.Get(url)
	if err != nil {
		k.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	if res.StatusCode != http.StatusOK {
		data, _ := io.ReadAll(res.Body)
		k.t.Fatalf("%s: status %d: %s", url, res.StatusCode, data)
	}
	if err := json.NewDecoder(res.Body).Decode(into); err != nil {
		k.t.Fatal(err)
	}
}

// lastLook starts once more, and verifies the whole chain of the log.
func (k *killTest) lastLook() {
	base, cmd := k.start()
	k.look(base, k.disk())
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		k.t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		k.t.Errorf("the server did not end well: %v", err)
	}
	f, err := store.OpenFolder(context.Background(), k.folder, func() ([]string, error) { return nil, nil }, store.Options{})
	if err != nil {
		k.t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if err := f.Verify(context.Background(), store.FolderProject); err != nil {
		k.t.Error(err)
	}
}
