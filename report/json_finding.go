package report

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// appendJSON appends a finding as encoding/json would write it, a few times quicker: a large model has tens of thousands
// of them. A test holds the two together, so a new key is written in both places or not at all.
func (f *Finding) appendJSON(b []byte) []byte {
	b = append(b, `{"rank":`...)
	b = strconv.AppendInt(b, int64(f.Rank), 10)
	b = appendText(b, `,"id":`, f.ID)
	b = appendText(b, `,"threat":`, f.Threat)
	b = appendText(b, `,"target":`, f.Target)
	b = appendText(b, `,"title":`, f.Title)
	b = appendText(b, `,"text":`, f.Text)
	b = appendList(b, `,"categories":`, f.Categories)
	b = appendList(b, `,"weaknesses":`, f.Weaknesses)
	b = appendText(b, `,"certainty":`, f.Certainty)
	b = appendText(b, `,"severity":`, f.Severity)
	b = appendList(b, `,"hazards":`, f.Hazards)
	b = appendText(b, `,"patients":`, f.Patients)
	b = appendList(b, `,"exposure":`, f.Exposure)
	b = f.Risk.appendJSON(append(b, `,"risk":`...))
	b = appendText(b, `,"state":`, f.State)
	if f.Decision != nil {
		b = appendAny(append(b, `,"decision":`...), f.Decision)
	}
	b = append(b, `,"controls":`...)
	if len(f.Controls) == 0 {
		b = append(b, "[]"...)
	} else {
		b = appendAny(b, f.Controls)
	}
	b = appendText(b, `,"reason":{"because":`, f.Reason.Because)
	b = appendFacts(b, `,"facts":`, f.Reason.Facts)
	b = appendFacts(b, `,"missing":`, f.Reason.Missing)
	b = appendText(b, `},"place":{"file":`, f.Place.File)
	b = strconv.AppendInt(append(b, `,"line":`...), int64(f.Place.Line), 10)
	b = strconv.AppendInt(append(b, `,"column":`...), int64(f.Place.Column), 10)
	b = strconv.AppendInt(append(b, `,"endLine":`...), int64(f.Place.EndLine), 10)
	b = strconv.AppendInt(append(b, `,"endColumn":`...), int64(f.Place.EndColumn), 10)
	return append(b, "}}"...)
}

func (r *Risk) appendJSON(b []byte) []byte {
	b = appendText(b, `{"exploitability":`, r.Exploitability)
	b = appendText(b, `,"from":`, r.From)
	b = strconv.AppendInt(append(b, `,"points":`...), int64(r.Points), 10)
	b = appendList(b, `,"assumed":`, r.Assumed)
	b = appendText(b, `,"before":`, r.Before)
	b = appendText(b, `,"planned":`, r.Planned)
	b = appendText(b, `,"implemented":`, r.Implemented)
	b = appendText(b, `,"verified":`, r.Verified)
	b = appendText(b, `,"residual":`, r.Residual)
	b = appendText(b, `,"residualExploitability":`, r.ResidualExploitability)
	b = strconv.AppendBool(append(b, `,"controlled":`...), r.Controlled)
	b = strconv.AppendBool(append(b, `,"health":`...), r.Health)
	return append(b, '}')
}

func appendFacts(b []byte, key string, facts []Fact) []byte {
	b = append(append(b, key...), '[')
	for i := range facts {
		x := &facts[i]
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, `{"subject":`, x.Subject)
		b = appendText(b, `,"field":`, x.Field)
		b = appendText(b, `,"value":`, x.Value)
		b = appendText(b, `,"origin":`, x.Origin)
		if x.Guard {
			b = append(b, `,"guard":true`...)
		}
		if x.From != "" {
			b = appendText(b, `,"from":`, x.From)
		}
		if x.At != "" {
			b = appendText(b, `,"at":`, x.At)
		}
		b = append(b, '}')
	}
	return append(b, ']')
}

func appendList(b []byte, key string, items []string) []byte {
	b = append(append(b, key...), '[')
	for i, s := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, "", s)
	}
	return append(b, ']')
}

// appendText appends a key and a string. A string with anything but plain ASCII is left to encoding/json.
func appendText(b []byte, key, s string) []byte {
	b = append(b, key...)
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf || c == 0x7f {
			return appendAny(b, s)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// appendAny appends what encoding/json writes, without the escapes that only HTML needs.
func appendAny(b []byte, v any) []byte {
	var s strings.Builder
	enc := json.NewEncoder(&s)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil { // strings, numbers and lists of them cannot fail
		return append(b, "null"...)
	}
	return append(b, strings.TrimSuffix(s.String(), "\n")...)
}
