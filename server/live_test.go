package server_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/websocket"
	"theriac.dev/server"
	"theriac.dev/syntax"
)

// conn is a live connection that speaks the JSON protocol of centrifuge: a line for each command, reply and push.
type conn struct {
	t  testing.TB
	ws *websocket.Conn
	in chan push
}

// push is what came over a live connection.
type push struct {
	Channel string `json:"channel"`
	Pub     *struct {
		Data json.RawMessage `json:"data"`
		Info *struct {
			User string `json:"user"`
		} `json:"info"`
	} `json:"pub"`
	Join        *json.RawMessage `json:"join"`
	Leave       *json.RawMessage `json:"leave"`
	Unsubscribe *json.RawMessage `json:"unsubscribe"`
}

// connect opens a live connection of a person and subscribes to channels. Without a channel that may be seen it fails.
func connect(p person, channels ...string) (*conn, error) {
	at := strings.Replace(p.base, "http://", "ws://", 1) + "/live"
	config, err := websocket.NewConfig(at, p.base)
	if err != nil {
		return nil, err
	}
	if r, err := http.NewRequest(http.MethodGet, p.base, nil); err == nil && p.c.Jar != nil {
		for _, c := range p.c.Jar.Cookies(r.URL) {
			config.Header.Add("Cookie", c.String())
		}
	}
	ws, err := websocket.DialConfig(config)
	if err != nil {
		return nil, err
	}
	c := &conn{t: p.t, ws: ws, in: make(chan push, 10_000)}
	replies := make(chan error, len(channels)+1)
	go c.read(replies)
	c.send(map[string]any{"id": 1, "connect": map[string]any{}})
	if err := <-replies; err != nil {
		return nil, err
	}
	for i, channel := range channels {
		c.send(map[string]any{"id": i + 2, "subscribe": map[string]any{"channel": channel}})
		if err := <-replies; err != nil {
			_ = ws.Close()
			return nil, err
		}
	}
	return c, nil
}

func (c *conn) send(v any) {
	data, err := json.Marshal(v)
	if err == nil {
		err = websocket.Message.Send(c.ws, string(data))
	}
	if err != nil {
		c.t.Log(err)
	}
}

// read passes replies and pushes on until the connection ends.
func (c *conn) read(replies chan error) {
	defer close(c.in)
	defer func() { _ = c.ws.Close() }()
	for {
		var frame []byte
		if err := websocket.Message.Receive(c.ws, &frame); err != nil {
			return
		}
		for line := range bytes.Lines(frame) {
			var reply struct {
				ID    int `json:"id"`
				Error *struct {
					Code    int    `json:"code"`
					Message string `json:"message"`
				} `json:"error"`
				Push *push `json:"push"`
			}
			if json.Unmarshal(line, &reply) != nil {
				continue
			}
			switch {
			case reply.Push != nil:
				c.in <- *reply.Push
			case reply.Error != nil:
				replies <- fmt.Errorf("%d %s", reply.Error.Code, reply.Error.Message)
			case reply.ID > 0 && reply.ID < 100:
				replies <- nil
			case reply.ID == 0:
				_ = websocket.Message.Send(c.ws, "{}") // a ping
			}
		}
	}
}

// delta waits for the next delta.
func (c *conn) delta() server.Delta {
	c.t.Helper()
	for {
		select {
		case p, ok := <-c.in:
			if !ok {
				c.t.Fatal("the connection ended")
			}
			if p.Pub == nil {
				continue
			}
			var said struct {
				Type  string       `json:"type"`
				Delta server.Delta `json:"delta"`
			}
			decode(c.t, p.Pub.Data, &said)
			if said.Type == "delta" {
				return said.Delta
			}
		case <-time.After(10 * time.Second):
			c.t.Fatal("no delta came")
		}
	}
}

func TestDeltasComeLive(t *testing.T) {
	x := serveText(t, small)
	f := follower{t, x.state("m")}
	c, err := connect(x.person, "project:m")
	if err != nil {
		t.Fatal(err)
	}
	x.do("m", 1, set("name", "One"))
	x.do("m", 2, set("elements/pcu/name", "Two"))
	writeFile(t, filepath.Join(x.folder, "theriac.yaml"), strings.Replace(small, "name: Server", "name: Host", 1))
	for range 3 {
		f.apply(c.delta())
	}
	f.check(x.state("m"))
}

func TestWhoMayListen(t *testing.T) {
	x, people := serveDatabase(t)
	if _, err := connect(newPerson(t, x.http.URL), "project:m"); err == nil {
		t.Error("nobody could listen without signing in")
	}
	for _, channel := range []string{"project:m", "presence:m", "project:other", "else"} {
		if _, err := connect(people["stranger"], channel); err == nil {
			t.Errorf("a stranger listens to %s", channel)
		}
	}
	a, err := connect(people["reader"], "project:m", "presence:m")
	if err != nil {
		t.Fatal(err)
	}
	b, err := connect(people["editor"], "presence:m")
	if err != nil {
		t.Fatal(err)
	}
	b.send(map[string]any{"id": 200, "publish": map[string]any{"channel": "presence:m", "data": map[string]any{"page": "flows", "selection": []string{"pcu"}}}})
	b.send(map[string]any{"id": 201, "publish": map[string]any{"channel": "project:m", "data": map[string]any{"type": "delta"}}})
	people["editor"].do("m", 1, set("name", "One"))
	heard, joined := "", false
	for heard == "" || !joined {
		select {
		case p := <-a.in:
			joined = joined || p.Join != nil
			if p.Pub != nil && p.Channel == "presence:m" {
				heard = p.Pub.Info.User + string(p.Pub.Data)
			}
			if p.Pub != nil && p.Channel == "project:m" && !strings.Contains(string(p.Pub.Data), `"revision":2`) {
				t.Errorf("somebody who is not the server told %s", p.Pub.Data)
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("heard %q, joined %v", heard, joined)
		}
	}
	if heard != `editor{"page":"flows","selection":["pcu"]}` {
		t.Errorf("heard %s", heard)
	}
	// Who gets another role is told so, and who is taken out hears nothing any more.
	want[[]server.Member](people["owner"], 200, http.MethodPost, "/projects/m/members", server.MemberStep{Name: "Reader", Role: "reviewer"})
	for said := false; !said; {
		select {
		case p := <-a.in:
			said = p.Pub != nil && p.Channel == "project:m" && strings.Contains(string(p.Pub.Data), `{"role":{"name":"reader","shown":"reader","role":"reviewer"},"type":"role"}`)
		case <-time.After(5 * time.Second):
			t.Fatal("nobody was told of the role")
		}
	}
	want[[]server.Member](people["owner"], 200, http.MethodPost, "/projects/m/members", server.MemberStep{Name: "reader", Role: "none"})
	for ended := map[string]bool{}; len(ended) < 2; {
		select {
		case p := <-a.in:
			if p.Unsubscribe != nil {
				ended[p.Channel] = true
			}
		case <-time.After(5 * time.Second):
			t.Fatalf("somebody who was taken out still hears, all but %v", ended)
		}
	}
	people["editor"].do("m", 2, set("name", "Two"))
	select {
	case p := <-a.in:
		t.Errorf("somebody who was taken out hears of %+v", p)
	case <-time.After(200 * time.Millisecond): // the author has the answer, and it is told before that
	}
}

var (
	clients = flag.Int("clients", 20, "clients of the load test")
	edits   = flag.Int("edits", 60, "edits of the load test, in all")
	pace    = flag.Int("pace", 20, "edits a second of the load test, in all; 0 for as fast as they come")
)

// TestManyClientsEndWithOneText has many clients on one model, all listening and all editing in turn. Each must see every
// edit in order and end with the same text. Run with -clients 200 -edits 1200 for the mark.
func TestManyClientsEndWithOneText(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "m")
	copyExample(t, "infusion-pump", folder)
	x := serve(t, server.Options{Folder: folder})
	first := x.state("m")
	l := &load{t: t, sent: map[string]time.Time{}, first: text(first, "theriac.yaml")}
	listeners := make([]*listener, *clients)
	for i := range listeners {
		c, err := connect(x.person, "project:m")
		if err != nil {
			t.Fatal(err)
		}
		listeners[i] = &listener{conn: c, revision: first.Revision, text: l.first, place: text(first, "layout.yaml")}
	}
	var group sync.WaitGroup
	for _, c := range listeners {
		group.Go(func() { l.listen(c) })
	}
	started := time.Now()
	l.edit(x, first)
	took := time.Since(started)
	group.Wait()
	last := x.state("m")
	for i, c := range listeners {
		if c.revision != last.Revision || c.text != text(last, "theriac.yaml") || c.place != text(last, "layout.yaml") {
			t.Fatalf("client %d is at revision %d with another text than the server at %d", i, c.revision, last.Revision)
		}
	}
	slices.Sort(l.seen)
	at := func(share float64) time.Duration {
		return l.seen[int(share*float64(len(l.seen)-1))].Round(100 * time.Microsecond)
	}
	t.Logf("%d clients, %d edits in %v, %d deltas seen; from send to seen p50 %v, p90 %v, p99 %v, max %v; edit answered p50 %v", *clients, *edits, took.Round(time.Millisecond),
		len(l.seen), at(0.5), at(0.9), at(0.99), at(1), median(l.answered))
}

func median(list []time.Duration) time.Duration {
	slices.Sort(list)
	return list[len(list)/2].Round(100 * time.Microsecond)
}

// load is the load test at work.
type load struct {
	t     testing.TB
	first string

	mu       sync.Mutex
	sent     map[string]time.Time
	seen     []time.Duration
	answered []time.Duration
}

// listener is a client that keeps the text by the deltas.
type listener struct {
	*conn
	revision    int64
	text, place string
}

func (l *load) listen(c *listener) {
	for range *edits {
		p, ok := <-c.in
		now := time.Now()
		if !ok {
			l.t.Error("a connection ended")
			return
		}
		var said struct {
			Delta struct {
				Revision, Base int64
				Key            string
				Files          map[string]server.FileChange
			} `json:"delta"`
		}
		if err := json.Unmarshal(p.Pub.Data, &said); err != nil {
			l.t.Error(err)
			return
		}
		d := said.Delta
		if d.Base != c.revision {
			l.t.Errorf("a delta from revision %d came at %d", d.Base, c.revision)
			return
		}
		c.revision = d.Revision
		c.text, c.place = l.changed(c.text, d.Files["theriac.yaml"]), l.changed(c.place, d.Files["layout.yaml"])
		l.mu.Lock()
		l.seen = append(l.seen, now.Sub(l.sent[d.Key]))
		l.mu.Unlock()
	}
}

func (l *load) changed(text string, c server.FileChange) string {
	var list []syntax.Edit
	for _, e := range c.Edits {
		list = append(list, syntax.Edit{Start: e.Start, End: e.End, New: e.Text})
	}
	out, err := syntax.Splice([]byte(text), list)
	if err != nil {
		l.t.Error(err)
	}
	return string(out)
}

// edit sends edits at the pace, each from a client of its own that may be some revisions behind.
func (l *load) edit(x *studio, s server.State) {
	elements := s.Model.Sections["elements"]
	var head atomic.Int64
	head.Store(s.Revision)
	var group sync.WaitGroup
	slots := make(chan struct{}, 16)
	for i := range *edits {
		if *pace > 0 {
			time.Sleep(time.Second / time.Duration(*pace))
		}
		e := elements[i%len(elements)]["id"].(string)
		commands := [][]server.Command{
			{{Verb: "place", Target: e, X: i * 10, Y: i}},
			{set("elements/"+e+"/text", fmt.Sprintf("Remark %d", i))},
			{{Verb: "attribute", Target: e, Key: "secure-boot", Value: []string{"yes", "no"}[i/len(elements)%2]}},
		}[i%3]
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			l.one(x, &head, commands)
		})
	}
	group.Wait()
}

// one sends commands until they are done: where others wrote the same meanwhile, on the newest revision.
func (l *load) one(x *studio, head *atomic.Int64, commands []server.Command) {
	key := newKey()
	started := time.Now()
	l.mu.Lock()
	l.sent[key] = started
	l.mu.Unlock()
	for range 20 {
		status, _, body := x.ask("POST", "/projects/m/commands", server.Proposal{Base: head.Load(), Key: key, Commands: commands})
		switch status {
		case 200:
			var d struct{ Revision int64 }
			decode(l.t, body, &d)
			for old := head.Load(); old < d.Revision; old = head.Load() {
				if head.CompareAndSwap(old, d.Revision) {
					break
				}
			}
			l.mu.Lock()
			l.answered = append(l.answered, time.Since(started))
			l.mu.Unlock()
			return
		case 409:
			var p problem
			decode(l.t, body, &p)
			head.Store(p.Head)
		default:
			l.t.Errorf("status %d: %s", status, body)
			return
		}
	}
	l.t.Error("an edit was never done")
}

// TestAServerThatEndsSaysGoodbye closes the server while people listen.
func TestAServerThatEnds(t *testing.T) {
	x := serveText(t, small)
	c, err := connect(x.person, "project:m")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() { x.end(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("the server does not end while somebody listens")
	}
	if _, open := <-c.in; open {
		t.Error("the connection is still open")
	}
	if _, err := os.Stat(filepath.Join(x.folder, ".theriac", "studio.db-wal")); err == nil {
		t.Error("the store was not closed")
	}
}
