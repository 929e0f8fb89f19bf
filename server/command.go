package server

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"theriac.dev/model"
	"theriac.dev/workspace"
)

// Command is one verb with what it needs; which fields belong to which verb stands in docs/api.md.
type Command struct {
	Verb     string         `json:"verb" enum:"add,set,unset,attribute,append,drop,remove,rename,move,order,connect,reconnect,place,decide,control,text" doc:"What is to be done."`
	Section  string         `json:"section,omitempty" maxLength:"100" doc:"add, remove, rename, order: the section of the entry; interfaces have ids of the form element.interface."`
	ID       string         `json:"id,omitempty" maxLength:"1000" doc:"add, remove, rename, move, order, connect, place, control: the entry. connect: empty lets the model choose one."`
	Path     string         `json:"path,omitempty" maxLength:"2000" doc:"set, unset, append, drop: where, such as elements/pcu/zone or device/traits/legacy."`
	Value    any            `json:"value,omitempty" doc:"set: a word, number, list of words, or an object. append, drop, attribute: a word. Null or none takes it away."`
	Fields   map[string]any `json:"fields,omitempty" doc:"add, connect, decide, control: the keys of the entry as an object. A key with null is taken away (decide)."`
	Target   string         `json:"target,omitempty" maxLength:"1000" doc:"attribute: element, flow, data asset, element.interface or device. place: element, zone, note or flow."`
	Key      string         `json:"key,omitempty" maxLength:"1000" doc:"attribute: which."`
	Cascade  bool           `json:"cascade,omitempty" doc:"remove: also what cannot be without it. Else it is refused where something names it."`
	To       string         `json:"to,omitempty" maxLength:"1000" doc:"rename: the new id. connect, reconnect: the element."`
	From     string         `json:"from,omitempty" maxLength:"1000" doc:"connect: the element that sends."`
	Zone     string         `json:"zone,omitempty" maxLength:"1000" doc:"move: the zone to put an element or a zone into; empty for outside of all."`
	Before   string         `json:"before,omitempty" maxLength:"1000" doc:"order: the entry to stand before; empty for the end."`
	Flow     string         `json:"flow,omitempty" maxLength:"1000" doc:"reconnect: the flow."`
	End      string         `json:"end,omitempty" enum:"from,to" doc:"reconnect: which end."`
	View     string         `json:"view,omitempty" maxLength:"1000" doc:"place: the view; empty or default for the whole model."`
	X        int            `json:"x,omitempty" minimum:"-1000000" maximum:"1000000" doc:"place: from the left."`
	Y        int            `json:"y,omitempty" minimum:"-1000000" maximum:"1000000" doc:"place: from the top."`
	W        int            `json:"w,omitempty" minimum:"0" maximum:"1000000" doc:"place: width; 0 leaves it."`
	H        int            `json:"h,omitempty" minimum:"0" maximum:"1000000" doc:"place: height; 0 leaves it."`
	Locked   *bool          `json:"locked,omitempty" doc:"place: whether it stays where it is when the canvas is drawn on or arranged; absent leaves it."`
	Via      [][2]int       `json:"via,omitzero" required:"false" maxItems:"20" doc:"place: of a flow, the points [x, y] that it goes through, in order from its source; an empty list lets it find its way by itself again."`
	Findings []string       `json:"findings,omitempty" maxItems:"5000" doc:"decide: the findings. control: those that it answers."`
	File     string         `json:"file,omitempty" maxLength:"1000" doc:"text: the file."`
	Edits    []Edit         `json:"edits,omitempty" maxItems:"5000" doc:"text: edits of the file as it was at base, ordered and without overlap."`
	Hash     string         `json:"hash,omitempty" maxLength:"64" doc:"text: SHA-256 of the file that the edits count bytes of; where it is not that of base, the command is refused."`
}

// step is a command made ready: what it asks of a model, and which paths it claims to write.
type step struct {
	do     func(*workspace.Snapshot, *model.Model) (model.Change, error)
	claims []string
	title  string
	yours  any   // what it would write, for the person who is asked
	bulk   *bulk // how it is done together with its neighbours of the same kind; nil for alone
}

// bulk is a step as one of many: those of one kind that follow one another are asked of the model at once.
type bulk struct {
	kind string
	one  model.Field
	do   func(*model.Model, ...model.Field) (model.Change, error)
}

// errBad marks an error as one of the request.
var errBad = errors.New("bad command")

func bad(format string, args ...any) error {
	return fmt.Errorf("%w: "+format, append([]any{errBad}, args...)...)
}

// prepare reads a command.
func (c *Command) prepare() ([]step, error) {
	fields, err := fieldsOf(c.Fields)
	if err != nil {
		return nil, err
	}
	switch c.Verb {
	case "decide":
		return c.decideSteps(fields)
	case "text":
		return nil, bad("a text command stands alone")
	}
	s, err := c.one(fields)
	s.yours = c.yours()
	return []step{s}, err
}

// yours is what the command would write, for a person who is asked.
func (c *Command) yours() any {
	switch c.Verb {
	case "place":
		return Place{Box{c.X, c.Y, c.W, c.H, c.Locked != nil && *c.Locked}, Way{c.Via}}
	case "move":
		return c.Zone
	case "rename", "reconnect":
		return c.To
	case "remove", "unset":
		return nil
	}
	if c.Fields != nil {
		return c.Fields
	}
	return c.Value
}

// one prepares a command that is one step.
func (c *Command) one(fields []model.Field) (step, error) {
	switch c.Verb {
	case "add", "remove", "rename", "order", "connect", "control":
		return c.entryStep(fields)
	case "move":
		return pure("Move "+c.ID, func(m *model.Model) (model.Change, error) { return model.Move(m, c.ID, c.Zone) },
			"elements/"+c.ID+"/zone", "zones/"+c.ID+"/in"), nil
	case "reconnect":
		return pure("Reconnect "+c.Flow, func(m *model.Model) (model.Change, error) { return model.Reconnect(m, c.Flow, c.End, c.To) },
			"flows/"+c.Flow+"/"+c.End), nil
	case "place":
		return c.placeStep(), nil
	}
	return c.valueStep()
}

// pure makes a step of a verb that looks at nothing but the model.
func pure(title string, verb func(*model.Model) (model.Change, error), claims ...string) step {
	return step{title: title, claims: claims, do: func(_ *workspace.Snapshot, m *model.Model) (model.Change, error) { return verb(m) }}
}

// entryStep prepares the verbs about whole entries.
func (c *Command) entryStep(fields []model.Field) (step, error) {
	at := c.Section + "/" + c.ID
	switch c.Verb {
	case "add":
		s := pure("Add "+c.ID, func(m *model.Model) (model.Change, error) { return model.Add(m, c.Section, c.ID, fields...) }, at)
		s.bulk = &bulk{"add " + c.Section, model.Field{Key: c.ID, Value: model.Fields(fields...)}, func(m *model.Model, entries ...model.Field) (model.Change, error) {
			return model.AddAll(m, c.Section, entries...)
		}}
		return s, nil
	case "remove":
		policy := model.Refuse
		if c.Cascade {
			policy = model.Cascade
		}
		return pure("Remove "+c.ID, func(m *model.Model) (model.Change, error) { return model.Remove(m, c.Section, c.ID, policy) }, at), nil
	case "rename":
		return pure("Rename "+c.ID+" to "+c.To, func(m *model.Model) (model.Change, error) {
			return model.Rename(m, c.Section, c.ID, c.To)
		}, at+"/id", c.Section+"/"+c.To), nil
	case "order":
		return pure("Move "+c.ID, func(m *model.Model) (model.Change, error) { return model.MoveEntry(m, c.Section, c.ID, c.Before) }), nil
	case "control":
		return pure("Add control "+c.ID, func(m *model.Model) (model.Change, error) {
			return model.AddControl(m, c.ID, fields, c.Findings...)
		}, "controls/"+c.ID), nil
	default: // connect
		if c.ID == "" {
			return pure("Connect "+c.From+" to "+c.To, func(m *model.Model) (model.Change, error) {
				return model.Connect(m, c.From, c.To, fields...)
			}), nil
		}
		ends := []model.Field{{Key: "from", Value: model.Word(c.From)}, {Key: "to", Value: model.Word(c.To)}}
		return pure("Connect "+c.From+" to "+c.To, func(m *model.Model) (model.Change, error) {
			return model.Add(m, "flows", c.ID, append(ends, fields...)...)
		}, "flows/"+c.ID), nil
	}
}

// valueStep prepares the verbs about one value.
func (c *Command) valueStep() (step, error) {
	v, err := valueOf(c.Value)
	if err != nil {
		return step{}, err
	}
	word, isWord := wordOf(c.Value)
	switch c.Verb {
	case "set":
		return pure("Set "+c.Path, func(m *model.Model) (model.Change, error) { return model.Set(m, c.Path, v) }, c.Path), nil
	case "unset":
		return pure("Clear "+c.Path, func(m *model.Model) (model.Change, error) { return model.Unset(m, c.Path) }, c.Path), nil
	case "attribute":
		if c.Value != nil && !isWord {
			return step{}, bad("an attribute is a word")
		}
		return pure("Set "+c.Key+" of "+c.Target, func(m *model.Model) (model.Change, error) {
			return model.SetAttribute(m, c.Target, c.Key, word)
		}, attributeClaims(c.Target, c.Key)...), nil
	case "append", "drop":
		if !isWord || word == "" {
			return step{}, bad("%s needs a word as value", c.Verb)
		}
		verb, title := model.AppendTo, "Add "+word+" to "+c.Path
		if c.Verb == "drop" {
			verb, title = model.RemoveFrom, "Take "+word+" from "+c.Path
		}
		return pure(title, func(m *model.Model) (model.Change, error) { return verb(m, c.Path, word) }, c.Path+"/"+member+word), nil
	}
	return step{}, bad("there is no verb `%s`", c.Verb)
}

// member marks a path as one word of a list: two people may add to one list.
const member = "+"

// attributeClaims are the paths that an attribute may stand at: the model knows which of them.
func attributeClaims(target, key string) []string {
	if target == "device" {
		return []string{"device/attributes/" + key}
	}
	if element, port, ok := strings.Cut(target, "."); ok {
		return []string{"elements/" + element + "/interfaces/" + port + "/attributes/" + key}
	}
	var out []string
	for _, s := range []string{"elements", "flows", "data"} {
		out = append(out, s+"/"+target+"/attributes/"+key)
	}
	return out
}

// wordOf reads a JSON value as one word.
func wordOf(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case bool:
		if v {
			return "yes", true
		}
		return "no", true
	case float64:
		if v == float64(int64(v)) {
			return strconv.FormatInt(int64(v), 10), true
		}
		return strconv.FormatFloat(v, 'g', -1, 64), true
	case json.Number:
		return v.String(), true
	}
	return "", false
}

// valueOf reads a JSON value as one of a verb. Keys of an object are in the order of their bytes; the verbs put those of
// the language in its order.
func valueOf(v any) (model.Value, error) {
	if v == nil {
		return model.Value{}, nil
	}
	if w, ok := wordOf(v); ok {
		return model.Word(w), nil
	}
	switch v := v.(type) {
	case []any:
		items := make([]string, len(v))
		for i, x := range v {
			w, ok := wordOf(x)
			if !ok {
				return model.Value{}, bad("a list holds words, and item %d is none", i)
			}
			items[i] = w
		}
		return model.List(items...), nil
	case map[string]any:
		fields, err := fieldsOf(v)
		return model.Fields(fields...), err
	}
	return model.Value{}, bad("a value of type %T cannot be written", v)
}

func fieldsOf(m map[string]any) ([]model.Field, error) {
	out := make([]model.Field, 0, len(m))
	for key, x := range m {
		v, err := valueOf(x)
		if err != nil {
			return nil, err
		}
		out = append(out, model.Field{Key: key, Value: v})
	}
	slices.SortFunc(out, func(a, b model.Field) int { return strings.Compare(a.Key, b.Key) })
	return out, nil
}
