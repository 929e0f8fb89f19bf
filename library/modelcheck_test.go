package library

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

const wrongModel = `theriac: 1
id: m
packs: [tiny@2.0.0, tinny]
device: {type: infusion-pumps, traits: {connectivity: [wifi, usbb], remote-access: vendr}, attributes: {replay-protection: yes}}
zones: {z: {type: wards, reach: [visitors, unknown]}}
elements:
  e: {type: [pump, pumpp], runs: windoes, zone: z, attributes: {signed-update: perhaps, signed-updat: yes}, interfaces: {i: {protocol: wify, authentication: nne}}}
data: {d: {type: commnd}}
flows: {f: {from: e, to: e, protocol: hl77, over: wfi, authentication: {link: strongg, payload: none}, encryption: tsl, integrity: macc, attributes: {replay-protection: counter}}}
functions: {fn: {type: therapyy}}
hazards: {h: {text: T, type: over-infusions}}
credentials: {c: {type: mutual-tsl}}
controls: {k: {control: message-signin}}
`

func TestCheck(t *testing.T) {
	lib := tiny(t)
	file := syntax.Parse("m.yaml", []byte(wrongModel))
	m := model.Decode(file)
	found := Check(m, lib)
	var codes []string
	text := wrongModel
	slices.SortFunc(found, func(a, b syntax.Diagnostic) int { return b.Place.Start - a.Place.Start })
	for _, d := range found {
		codes = append(codes, d.Code)
		if d.Place.Line == 0 {
			t.Errorf("no place: %+v", d)
		}
		for _, f := range d.Fixes {
			text = text[:f.Edits[0].Start] + f.Edits[0].New + text[f.Edits[0].End:]
		}
	}
	if len(found) != 24 {
		t.Errorf("%d diagnostics: %v", len(found), codes)
	}
	// Applying every fix leaves what has none.
	var left []string
	for _, d := range Check(model.Decode(syntax.Parse("m.yaml", []byte(text))), lib) {
		left = append(left, fmt.Sprintf("%s %s", d.Code, d.Message))
	}
	want := []string{
		"other-pack-version pack tiny is version 1.0.0, and the model asks for 2.0.0",
		`misplaced-attribute attribute "replay-protection" belongs to flow, data, interface, not to device`,
		`unknown-word "perhaps" is no value of the attribute signed-update; expected one of yes, no, partial, unknown, not-applicable`,
	}
	if !slices.Equal(left, want) {
		t.Errorf("left after the fixes:\n%s", strings.Join(left, "\n"))
	}
}

// TestCheckCoversModel counts the places of the language that name a vocabulary, so that a new one is not forgotten in
// Check.
func TestCheckCoversModel(t *testing.T) {
	count := 0
	seen := map[reflect.Type]bool{}
	var visit func(reflect.Type)
	visit = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || seen[typ] {
			return
		}
		seen[typ] = true
		for i := range typ.NumField() {
			f := typ.Field(i)
			if f.Tag.Get("vocab") != "" {
				count++
			}
			if f.Type.PkgPath() == typ.PkgPath() || f.Type.Kind() == reflect.Slice {
				visit(f.Type)
			}
		}
	}
	visit(reflect.TypeFor[model.Model]())
	if count != 21 {
		t.Errorf("the language has %d fields with words of a vocabulary; bring Check in line with them and then this number", count)
	}
}
