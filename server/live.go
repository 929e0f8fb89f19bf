package server

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/centrifugal/centrifuge"
	"github.com/prometheus/client_golang/prometheus"

	"theriac.dev/store"
)

// Channels of live connections. A project has two: deltas, which only the server sends, and presence, in which people
// tell each other where they are and what they have selected.
const (
	deltaChannel    = "project:"
	presenceChannel = "presence:"
)

// maxPresence is the largest message in a presence channel, and presencePer how often one connection may send.
const maxPresence = 4 << 10

var presencePer = pace{40, 80}

// live is the hub of live connections. It runs in memory; a broker for several replicas is set on the node.
type live struct {
	node *centrifuge.Node
}

// newLive starts the hub.
func (s *Server) newLive() (*live, error) {
	node, err := centrifuge.New(centrifuge.Config{
		LogLevel:   centrifuge.LogLevelError,
		LogHandler: func(e centrifuge.LogEntry) { s.log.Error("live: "+e.Message, "fields", e.Fields) },
		Metrics:    centrifuge.MetricsConfig{RegistererGatherer: prometheus.NewRegistry()},
		// A slow reader is cut off and reads the deltas again.
		ClientQueueMaxSize: 8 << 20,
		ClientChannelLimit: 16,
	})
	if err != nil {
		return nil, err
	}
	node.OnConnecting(func(context.Context, centrifuge.ConnectEvent) (centrifuge.ConnectReply, error) {
		return centrifuge.ConnectReply{}, nil // liveHandler has given the credentials
	})
	node.OnConnect(s.connected)
	if err := node.Run(); err != nil {
		return nil, err
	}
	return &live{node}, nil
}

func (l *live) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	return ignore(l.node.Shutdown(ctx), context.DeadlineExceeded) // who does not answer is cut off
}

// tell sends a delta to everybody who looks at a project. Called in the order of the revisions.
func (l *live) tell(project string, delta []byte) {
	data := make([]byte, 0, len(delta)+32)
	data = append(append(append(data, `{"type":"delta","delta":`...), delta...), '}')
	_, _ = l.node.Publish(deltaChannel+project, data) // who misses it finds the gap
}

// note tells everybody who looks at a project about something besides the model: a comment, a review.
func (l *live) note(project, kind string, what any) {
	data, err := json.Marshal(map[string]any{"type": kind, kind: what})
	if err == nil {
		_, _ = l.node.Publish(deltaChannel+project, data) // who misses it sees it with the next look
	}
}

// leave ends the connections of somebody who may not see any more what they look at.
func (l *live) leave(name string) { _ = l.node.Disconnect(name) }

// shut ends what somebody hears of one project, because they do not work on it any more.
func (l *live) shut(project, name string) {
	for _, channel := range []string{deltaChannel, presenceChannel} {
		_ = l.node.Unsubscribe(name, channel+project)
	}
}

// liveHandler answers /live: a websocket that speaks the protocol of centrifuge.
func (s *Server) liveHandler() http.Handler {
	ws := centrifuge.NewWebsocketHandler(s.live.node, centrifuge.WebsocketConfig{
		MessageSizeLimit: 16 << 10, UseWriteBufferPool: true,
	})
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := r.Context()
		var err error
		if s.accounts() {
			token := ""
			if c, err := r.Cookie(s.sessions.Cookie.Name); err == nil {
				token = c.Value
			}
			ctx, err = s.sessions.Load(ctx, token)
		}
		if err == nil {
			ctx, err = s.identify(ctx)
		}
		p := caller(ctx)
		switch {
		case err != nil:
			s.log.Error("session failed", "error", err)
			refuse(w, http.StatusInternalServerError, "internal", unforeseen)
			return
		case p == nil:
			refuse(w, http.StatusUnauthorized, "sign-in", "sign in first")
			return
		}
		info, _ := json.Marshal(map[string]string{"name": p.Shown})
		ctx = centrifuge.SetCredentials(ctx, &centrifuge.Credentials{UserID: p.Name, Info: info})
		ws.ServeHTTP(w, r.WithContext(ctx))
	})
}

// connected sets up what a connection may do.
func (s *Server) connected(c *centrifuge.Client) {
	pace := newLimiters()
	c.OnSubscribe(func(e centrifuge.SubscribeEvent, cb centrifuge.SubscribeCallback) {
		go func() {
			project, presence := strings.CutPrefix(e.Channel, presenceChannel)
			if !presence {
				var ok bool
				if project, ok = strings.CutPrefix(e.Channel, deltaChannel); !ok {
					cb(centrifuge.SubscribeReply{}, centrifuge.ErrorUnknownChannel)
					return
				}
			}
			options := centrifuge.SubscribeOptions{EmitPresence: presence, EmitJoinLeave: presence, PushJoinLeave: presence}
			role, err := s.roleByName(s.ctx, project, c.UserID())
			if err == nil && !presence {
				options.Data, err = s.welcome(project, role)
			}
			if err != nil {
				cb(centrifuge.SubscribeReply{}, centrifuge.ErrorPermissionDenied)
				return
			}
			cb(centrifuge.SubscribeReply{Options: options}, nil)
		}()
	})
	c.OnPublish(func(e centrifuge.PublishEvent, cb centrifuge.PublishCallback) {
		switch {
		case !strings.HasPrefix(e.Channel, presenceChannel) || !c.IsSubscribed(e.Channel):
			cb(centrifuge.PublishReply{}, centrifuge.ErrorPermissionDenied)
		case len(e.Data) > maxPresence || !json.Valid(e.Data):
			cb(centrifuge.PublishReply{}, centrifuge.ErrorBadRequest)
		case !pace.allow("", presencePer):
			cb(centrifuge.PublishReply{}, centrifuge.ErrorTooManyRequests)
		default: // who it is from is what the server knows, and not what the message says
			cb(centrifuge.PublishReply{Options: centrifuge.PublishOptions{ClientInfo: e.ClientInfo}}, nil)
		}
	})
	c.OnPresence(func(e centrifuge.PresenceEvent, cb centrifuge.PresenceCallback) {
		if !c.IsSubscribed(e.Channel) {
			cb(centrifuge.PresenceReply{}, centrifuge.ErrorPermissionDenied)
			return
		}
		cb(centrifuge.PresenceReply{}, nil)
	})
}

// welcome is what somebody hears on coming to a project, first or after a broken line: what no delta tells.
func (s *Server) welcome(project string, role store.Role) ([]byte, error) {
	archived, err := s.archived(s.ctx, project)
	if err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{"archived": archived, "role": role})
}

// roleByName is the role of somebody of whom only the name is known.
func (s *Server) roleByName(ctx context.Context, project, name string) (store.Role, error) {
	p := &Person{Name: name}
	if s.accounts() {
		u, err := s.store.User(ctx, name)
		if err != nil {
			return "", err
		}
		p = personOf(u)
	}
	return s.roleOf(ctx, project, p)
}
