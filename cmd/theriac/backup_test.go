package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/cookiejar"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// TestRestored copies the store of a server that people work on, puts the copy in the place of what was lost, and looks for
// everything that was there: every revision with its hash and its files, comments, reviews with their verdicts, who may do
// what, and the accounts themselves.
func TestRestored(t *testing.T) {
	for _, mode := range []string{"database", "folder"} {
		t.Run(mode, func(t *testing.T) {
			x := &restoreTest{t: t, dir: t.TempDir(), folder: mode == "folder"}
			x.setUp()
			cmd := x.start()
			x.fill()
			stop, ended := make(chan struct{}), make(chan int)
			go func() { ended <- x.edit(stop) }()
			atLeast := x.head()
			x.theriac("serve", x.what(), x.at(), "--backup", x.path("copy"))
			close(stop)
			if n := <-ended; n == 0 {
				t.Error("nobody worked while the copy was made")
			}
			was := x.all()
			x.stop(cmd)

			sums := x.theriac("serve", x.what(), x.path("copy"), "--verify")
			x.putBack()
			defer x.stop(x.start())
			is := x.all()
			x.same(was, is, atLeast, sums)
		})
	}
}

type restoreTest struct {
	t      *testing.T
	dir    string
	folder bool // as opposed to a database
	base   string
	c      *http.Client
}

func (x *restoreTest) path(name string) string { return filepath.Join(x.dir, name) }

func (x *restoreTest) what() string {
	if x.folder {
		return "--sign-in"
	}
	return "--database"
}

// at is what is served.
func (x *restoreTest) at() string {
	if x.folder {
		return x.path("models")
	}
	return x.path("studio.db")
}

// theriac runs the program itself to its end, and returns what it printed.
func (x *restoreTest) theriac(args ...string) string {
	x.t.Helper()
	cmd := program(x.t, args...)
	cmd.Stdin = strings.NewReader("a pump hums in the night\n")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		x.t.Fatalf("theriac %v: %v\n%s", args, err, errs.String())
	}
	return out.String()
}

func (x *restoreTest) setUp() {
	x.t.Helper()
	if !x.folder {
		x.theriac("serve", "user", "add", "anna", "--database", x.at())
		return
	}
	if err := os.MkdirAll(filepath.Join(x.at(), "pump"), 0o755); err != nil {
		x.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(x.at(), "pump", "theriac.yaml"), []byte(killRoot[:strings.Index(killRoot, "include")]), 0o644); err != nil {
		x.t.Fatal(err)
	}
	x.theriac("serve", "user", "add", "anna", x.at())
}

// start serves, and signs anna in.
func (x *restoreTest) start() *exec.Cmd {
	x.t.Helper()
	var cmd *exec.Cmd
	x.base, cmd = startServer(x.t, x.what(), x.at())
	jar, err := cookiejar.New(nil)
	if err != nil {
		x.t.Fatal(err)
	}
	x.c = &http.Client{Jar: jar}
	x.post("session", map[string]any{"name": "anna", "password": "a pump hums in the night"})
	return cmd
}

func (x *restoreTest) stop(cmd *exec.Cmd) {
	x.t.Helper()
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		x.t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		x.t.Errorf("the server did not end well: %v", err)
	}
}

// fill writes what a store keeps besides revisions: talk, verdicts, people, and a project that is archived.
func (x *restoreTest) fill() {
	x.post("people", map[string]any{"name": "ben", "password": "a monitor sleeps by day"})
	if !x.folder {
		x.post("projects", map[string]any{"name": "pump", "from": map[string]any{"example": "infusion-pump"}})
		x.post("projects/pump/members", map[string]any{"name": "ben", "role": "reviewer"})
		x.post("projects", map[string]any{"name": "old", "from": map[string]any{"example": "infusion-pump"}})
		x.post("projects/old", map[string]any{"archived": true})
	}
	x.rename(0)
	x.rename(1)
	thread := x.post("projects/pump/comments", map[string]any{"target": "e0", "body": "Is it paired?"})
	x.post("projects/pump/comments", map[string]any{"thread": thread["id"], "body": "Yes."})
	x.post(fmt.Sprintf("projects/pump/comments/%s/resolve", thread["id"]), map[string]any{"resolved": true})
	review := x.post("projects/pump/reviews", map[string]any{"title": "Look", "from": 0, "to": 2})
	x.post(fmt.Sprintf("projects/pump/reviews/%s", review["id"]), map[string]any{"step": "verdict", "kind": "approve", "content": review["content"], "note": "Good."})
}

func (x *restoreTest) rename(n int) {
	x.post("projects/pump/commands", map[string]any{"base": x.head(), "key": fmt.Sprintf("rename-%s-%06d", x.what()[2:], n),
		"commands": []map[string]any{{"verb": "set", "path": "name", "value": fmt.Sprint("Pump ", n)}}})
}

// edit works on until it is told to stop.
func (x *restoreTest) edit(stop <-chan struct{}) int {
	for n := 0; ; n++ {
		select {
		case <-stop:
			return n
		default:
			if n == 300 { // the history is read in one page of 500
				<-stop
				return n
			}
			x.rename(n + 2)
		}
	}
}

func (x *restoreTest) head() int { return len(x.get("projects/pump/history?limit=500").([]any)) }

// all is what the API tells of everything that is kept.
func (x *restoreTest) all() map[string]any {
	out := map[string]any{}
	paths := []string{"people", "projects/pump/history?limit=500", "projects/pump/comments", "projects/pump/reviews", "projects/pump/members"}
	if !x.folder {
		paths = append(paths, "projects/old/history", "projects/old/members", "projects/old/state")
	}
	for _, p := range paths {
		out[p] = x.get(p)
	}
	for n := range x.head() {
		p := fmt.Sprintf("projects/pump/revisions/%d", n+1)
		out[p] = x.get(p)
	}
	return out
}

// TestKillsLoseNothingInADatabase kills a server with accounts while several people edit and talk. Whatever was acknowledged
// must be there after the next start, and the chain must hold.
func TestKillsLoseNothingInADatabase(t *testing.T) {
	x := &restoreTest{t: t, dir: t.TempDir()}
	x.setUp()
	cmd := x.start()
	x.post("projects", map[string]any{"name": "pump", "from": map[string]any{"example": "infusion-pump"}})
	chance, acknowledged := rand.New(rand.NewPCG(3, 4)), 0
	for round := range *kills {
		base := int(x.get("projects/pump/history?limit=1").([]any)[0].(map[string]any)["number"].(float64))
		var mu sync.Mutex
		var group sync.WaitGroup
		var edits, words []string
		for w := range 3 {
			group.Go(func() {
				for n := 0; ; n++ {
					key := fmt.Sprintf("key-%d-%d-%d", round, w, n)
					mu.Lock()
					on := base
					mu.Unlock()
					element := []string{"pcu", "wbm", "server"}[w]
					answer := x.tried("projects/pump/commands", map[string]any{"base": on, "key": key, "title": key,
						"commands": []map[string]any{{"verb": "set", "path": "elements/" + element + "/text", "value": key}}})
					if answer == nil {
						return
					}
					mu.Lock()
					edits, base = append(edits, key), max(base, int(answer["revision"].(float64)))
					mu.Unlock()
					if n%10 > 0 {
						continue
					}
					if x.tried("projects/pump/comments", map[string]any{"target": "pcu", "body": key}) == nil {
						return
					}
					mu.Lock()
					words = append(words, key)
					mu.Unlock()
				}
			})
		}
		time.Sleep(time.Duration(20+chance.IntN(200)) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // it was killed
		group.Wait()
		cmd = x.start()
		log, talk := fmt.Sprint(x.get("projects/pump/history?limit=500")), fmt.Sprint(x.get("projects/pump/comments"))
		for _, key := range edits {
			if !strings.Contains(log, "title:"+key) {
				t.Errorf("%s was acknowledged, and is not in the history", key)
			}
		}
		for _, key := range words {
			if !strings.Contains(talk, "body:"+key) {
				t.Errorf("the comment %s was acknowledged, and is gone", key)
			}
		}
		acknowledged += len(edits) + len(words)
	}
	x.stop(cmd)
	x.theriac("serve", x.what(), x.at(), "--verify")
	if acknowledged == 0 {
		t.Error("nothing was acknowledged: the test looked at nothing")
	}
	t.Logf("%d kills, %d changes and comments acknowledged", *kills, acknowledged)
}

// tried is the answer of a server that may be gone by then; nil where it did not acknowledge.
func (x *restoreTest) tried(path string, body any) (out map[string]any) {
	data, err := json.Marshal(body)
	if err != nil {
		return nil
	}
	res, err := x.c.Post(x.base+"/api/v1/"+path, "application/json", bytes.NewReader(data))
	if err != nil {
		return nil
	}
	defer func() { _ = res.Body.Close() }()
	answer, err := io.ReadAll(res.Body)
	if err != nil || json.Unmarshal(answer, &out) != nil {
		return nil
	}
	if res.StatusCode >= 300 {
		if res.StatusCode != http.StatusTooManyRequests { // a quick machine
			x.t.Errorf("%s: status %d: %s", path, res.StatusCode, answer)
		}
		return nil
	}
	return out
}

// putBack loses what was served, and puts the copy in its place.
func (x *restoreTest) putBack() {
	x.t.Helper()
	moves := map[string]string{x.path("copy"): x.at()}
	if x.folder {
		moves = map[string]string{}
		for _, name := range []string{"pump/.theriac/studio.db", ".theriac/accounts.db"} {
			moves[filepath.Join(x.path("copy"), name)] = filepath.Join(x.at(), name)
		}
	}
	for from, to := range moves {
		for _, end := range []string{"", "-wal", "-shm"} {
			if err := os.Remove(to + end); err != nil && end == "" {
				x.t.Fatal(err)
			}
		}
		if err := os.Rename(from, to); err != nil {
			x.t.Fatal(err)
		}
	}
}

// same holds what was restored against what there was. Revisions that came while the copy was made may be missing at the
// end; in a folder the newer text is one more then, by another editor.
func (x *restoreTest) same(was, is map[string]any, atLeast int, sums string) {
	x.t.Helper()
	log := "projects/pump/history?limit=500"
	old, now := was[log].([]any), is[log].([]any)
	if x.folder && now[0].(map[string]any)["outside"] == true {
		delete(is, fmt.Sprintf("projects/pump/revisions/%d", len(now)))
		now = now[1:]
	}
	if len(now) < atLeast {
		x.t.Fatalf("%d revisions are restored, %d were there before the backup began", len(now), atLeast)
	}
	if !reflect.DeepEqual(old[len(old)-len(now):], now) {
		x.t.Error("the history is another one")
	}
	if head := now[0].(map[string]any); !strings.Contains(sums, fmt.Sprintf("revision %v  %s", head["number"], head["hash"])) {
		x.t.Errorf("--verify said of the copy\n%s\nand its head is %v", sums, head)
	}
	for path, want := range was {
		got, there := is[path]
		n := 0
		if _, err := fmt.Sscanf(path, "projects/pump/revisions/%d", &n); path == log || err == nil && n > len(now) {
			continue
		}
		if path == "projects/pump/reviews" { // whether the project has moved on since is not of the past
			forget(want, "changed")
			forget(got, "changed")
		}
		if !there || !reflect.DeepEqual(got, want) {
			x.t.Errorf("%s\nwas %v\nis  %v", path, want, got)
		}
	}
	x.t.Logf("%d of %d revisions, %d when the backup began", len(now), len(old), atLeast)
}

func forget(list any, key string) {
	for _, x := range list.([]any) {
		delete(x.(map[string]any), key)
	}
}

func (x *restoreTest) post(path string, body any) map[string]any {
	data, err := json.Marshal(body)
	if err != nil {
		x.t.Error(err)
		return nil
	}
	out, _ := x.ask(http.MethodPost, path, data).(map[string]any)
	return out
}

func (x *restoreTest) get(path string) any { return x.ask(http.MethodGet, path, nil) }

func (x *restoreTest) ask(method, path string, body []byte) (out any) {
	req, err := http.NewRequest(method, x.base+"/api/v1/"+path, bytes.NewReader(body))
	if err != nil {
		x.t.Error(err)
		return nil
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := x.c.Do(req)
	if err != nil {
		x.t.Error(err)
		return nil
	}
	defer func() { _ = res.Body.Close() }()
	data, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 300 {
		x.t.Errorf("%s: status %d, %v: %s", path, res.StatusCode, err, data)
		return nil
	}
	if len(data) > 0 && json.Unmarshal(data, &out) != nil {
		x.t.Errorf("%s: no JSON: %s", path, data)
	}
	return out
}
