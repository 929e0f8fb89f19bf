package server

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"theriac.dev/library"
	"theriac.dev/store"
)

// ThreatMore is what the page of one threat shows beside the list.
type ThreatMore struct {
	ID        string        `json:"id" doc:"Id."`
	Certainty string        `json:"certainty,omitempty" doc:"possible where a finding is never confirmed."`
	Reads     []string      `json:"reads" doc:"Facts that its condition reads."`
	Needs     *LibraryStep  `json:"needs,omitempty" doc:"What an attacker must have before."`
	Gains     []LibraryStep `json:"gains" doc:"What the attacker has afterwards."`
	Potential *Potential    `json:"potential,omitempty" doc:"What it takes to carry it out."`
	Stages    []string      `json:"stages" doc:"Phases of the life cycle in which it acts."`
	Prior     string        `json:"prior,omitempty" doc:"How common the weakness is where the condition holds: high, medium, low."`
	ATLAS     []string      `json:"atlas" doc:"Techniques of MITRE ATLAS."`
	Cases     []LibraryCase `json:"cases" doc:"Its tests, in the order of the test file."`
}

// LibraryStep is one capability at one place, seen from the subject of the threat.
type LibraryStep struct {
	Place      string `json:"place" doc:"element, source, target, flow, interface, data, device, devices, network, services."`
	Capability string `json:"capability" doc:"reach, hands, login, control, read, change, influence, command, deny."`
}

// Potential is the attack potential in the words of ISO/IEC 18045.
type Potential struct {
	Time      string `json:"time" doc:"Elapsed time."`
	Expertise string `json:"expertise" doc:"Expertise."`
	Knowledge string `json:"knowledge" doc:"Knowledge of the target."`
	Access    string `json:"access,omitempty" doc:"Window of opportunity; absent where the position of the attacker decides it."`
	Equipment string `json:"equipment" doc:"Equipment."`
}

// LibraryCase is a small model with what the threat must say of its parts.
type LibraryCase struct {
	Name  string        `json:"name" doc:"Its name."`
	Text  string        `json:"text" doc:"The model as it is written."`
	Marks []LibraryMark `json:"marks" doc:"What the threat must say."`
}

// LibraryMark is what a test asks of one subject.
type LibraryMark struct {
	Target string `json:"target" doc:"The subject."`
	Want   string `json:"want" enum:"confirmed,possible,silent" doc:"What the threat must say of it."`
}

// ControlMore is what the page of one control shows beside the list.
type ControlMore struct {
	ID      string   `json:"id" doc:"Id."`
	Items   []string `json:"items" doc:"Items of FDA's control catalogue."`
	MDS2    []string `json:"mds2" doc:"Questions of the MDS2 form and capabilities of IEC TR 80001-2-2."`
	EMB3D   []string `json:"emb3d" doc:"EMB3D mitigation ids."`
	Is      []string `json:"is" doc:"Wider controls: where one of them is asked for, this one will do."`
	Threats []string `json:"threats" doc:"Threats that it answers."`
}

// DeviceMore is what the page of one device type shows beside the list.
type DeviceMore struct {
	ID           string           `json:"id" doc:"The word."`
	Functions    []DeviceFunction `json:"functions" doc:"Usual critical functions."`
	Hazards      []DeviceHazard   `json:"hazards" doc:"Usual hazards."`
	Environments []string         `json:"environments" doc:"Zone types: where it is used."`
	Users        []string         `json:"users" doc:"Component types of people: who works with it or lives with it."`
}

// DeviceFunction is a usual critical function of a device type.
type DeviceFunction struct {
	ID   string `json:"id" doc:"Id."`
	Name string `json:"name" doc:"Name."`
	Type string `json:"type" doc:"Its type."`
}

// DeviceHazard is a usual hazard of a device type.
type DeviceHazard struct {
	ID       string   `json:"id" doc:"Id."`
	Text     string   `json:"text" doc:"The hazard."`
	Harm     string   `json:"harm" doc:"The harm that it may lead to."`
	Severity string   `json:"severity" doc:"Severity of the harm."`
	Of       []string `json:"of" doc:"Functions whose failure brings it."`
}

// LibraryWord is a word of the field in plain English.
type LibraryWord struct {
	ID    string   `json:"id" doc:"Id."`
	Pack  string   `json:"pack" doc:"Pack that it is from."`
	Title string   `json:"title" doc:"The word."`
	Text  string   `json:"text" doc:"What it means."`
	Also  []string `json:"also" doc:"Other spellings."`
}

// LibraryPack is the head of a pack.
type LibraryPack struct {
	ID       string   `json:"id" doc:"Id."`
	Name     string   `json:"name" doc:"Name."`
	Version  string   `json:"version" doc:"Version."`
	Licence  string   `json:"licence" doc:"Licence."`
	Requires []string `json:"requires" doc:"Packs whose words it uses."`
}

// shelfRoutes registers the pages of single things of the library.
func (s *Server) shelfRoutes(api huma.API) {
	shelved(s, api, "list-packs", "/packs", "Packs of the library", func(l *library.Library) []LibraryPack {
		return mapped(l.Packs, func(p library.Pack) LibraryPack {
			return LibraryPack{p.ID, p.Name, p.Version, p.Licence, list(p.Requires)}
		})
	})
	shelved(s, api, "list-glossary", "/glossary", "Words of the field in plain English", func(l *library.Library) []LibraryWord {
		words, _ := l.Glossary()
		return mapped(words, func(w library.Word) LibraryWord { return LibraryWord{w.ID, w.Pack, w.Title, w.Text, list(w.Also)} })
	})
	single(s, api, "get-threat", "/threats", "A threat with its tests", func(l *library.Library, id string) *ThreatMore {
		if t := l.Threat(id); t != nil {
			return wireThreatMore(l, t)
		}
		return nil
	})
	single(s, api, "get-control", "/controls", "A control with what it answers", func(l *library.Library, id string) *ControlMore {
		if c := l.Control(id); c != nil {
			return wireControlMore(l, c)
		}
		return nil
	})
	single(s, api, "get-device", "/devices", "A device type with its functions and hazards", func(l *library.Library, id string) *DeviceMore {
		if d := l.Device(id); d != nil {
			return wireDeviceMore(d)
		}
		return nil
	})
}

// single registers an answer about one thing of the library.
func single[O any](s *Server, api huma.API, id, path, summary string, find func(*library.Library, string) *O) {
	huma.Register(api, huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/library" + path + "/{id}", Summary: summary, Tags: []string{"library"},
		Errors: []int{http.StatusUnauthorized, http.StatusNotFound, http.StatusTooManyRequests}},
		func(_ context.Context, in *struct {
			ID string `path:"id" maxLength:"200" doc:"Its id."`
		}) (*struct{ Body *O }, error) {
			lib, err := s.shelf.open()
			if err != nil {
				return nil, s.told(err)
			}
			found := find(lib, in.ID)
			if found == nil {
				return nil, s.told(store.ErrNotFound)
			}
			return &struct{ Body *O }{found}, nil
		})
}

func wireThreatMore(l *library.Library, t *library.Threat) *ThreatMore {
	out := &ThreatMore{ID: t.ID, Certainty: t.Certainty, Reads: []string{}, Gains: []LibraryStep{}, Stages: list(t.Stages), Prior: t.Prior, ATLAS: list(t.ATLAS), Cases: []LibraryCase{}}
	for _, c := range []*library.Condition{t.When, t.Unless} {
		if c != nil {
			out.Reads = append(out.Reads, c.Reads()...)
		}
	}
	if t.Needs.Capability != "" {
		out.Needs = &LibraryStep{t.Needs.Place, t.Needs.Capability}
	}
	for _, g := range t.Gains {
		out.Gains = append(out.Gains, LibraryStep{g.Place, g.Capability})
	}
	if p := t.Potential; p.Time != "" {
		out.Potential = &Potential{p.Time, p.Expertise, p.Knowledge, p.Access, p.Equipment}
	}
	for _, c := range l.Cases(t.ID) {
		one := LibraryCase{Name: c.Name, Text: c.Text, Marks: []LibraryMark{}}
		for _, m := range c.Marks {
			one.Marks = append(one.Marks, LibraryMark{m.Target, m.Want})
		}
		out.Cases = append(out.Cases, one)
	}
	return out
}

func wireControlMore(l *library.Library, c *library.Control) *ControlMore {
	out := &ControlMore{c.ID, list(c.Items), list(c.MDS2), list(c.EMB3D), list(c.Is), []string{}}
	for _, t := range l.Threats {
		for _, id := range t.Controls {
			if id == c.ID {
				out.Threats = append(out.Threats, t.ID)
			}
		}
	}
	return out
}

func wireDeviceMore(d *library.Device) *DeviceMore {
	return &DeviceMore{
		ID: d.ID, Environments: list(d.Environments), Users: list(d.Users),
		Functions: mapped(d.Functions, func(f library.DeviceFunction) DeviceFunction { return DeviceFunction{f.ID, f.Name, f.Type} }),
		Hazards: mapped(d.Hazards, func(h library.DeviceHazard) DeviceHazard {
			return DeviceHazard{h.ID, h.Text, h.Harm, h.Severity, list(h.Of)}
		}),
	}
}
