package model

import (
	"encoding/json"
	"strings"
)

// SchemaID is the identifier of the JSON Schema of the language.
const SchemaID = "https://theriac.dev/schema/theriac-1.json"

// object is a JSON object.
type object = map[string]any

// Schema returns the JSON Schema (2020-12) of theriac.yaml, for the completion and checks of editors. It is made from
// the struct tags that Decode reads. It cannot know ids or the words of packs: those stay open, and Decode says more.
func Schema() []byte {
	g := language()
	defs := object{}
	root := groupSchema(g.plan, defs)
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = SchemaID
	root["title"] = "Theriac threat model"
	root["$defs"] = defs
	out, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		return nil // only maps, lists and words are in it
	}
	return append(out, '\n')
}

// groupSchema describes a mapping with fixed keys. It puts the types of entries into defs.
func groupSchema(p *plan, defs object) object {
	properties := object{}
	var required []string
	for _, f := range p.fields {
		s := f.schema(defs)
		s["description"] = f.doc
		properties[f.key] = s
		if f.required {
			required = append(required, f.key)
		}
	}
	s := object{"type": "object", "properties": properties, "additionalProperties": false}
	if required != nil {
		s["required"] = required
	}
	return s
}

// schema describes the values of one key.
func (f *field) schema(defs object) object {
	switch f.shape {
	case shapeNumber:
		return object{"anyOf": []any{f.numberSchema(), object{"const": unknownWord}}}
	case shapeWords:
		return object{"anyOf": f.wordsSchema()}
	case shapeLayers:
		return object{"anyOf": append(f.wordsSchema(), layersSchema(f, defs))}
	case shapeAttributes:
		return object{"type": "object", "additionalProperties": object{"type": []string{"string", "number"},
			"examples": []string{"yes", "no", "partial", unknownWord, "not-applicable"}}}
	case shapeQuantity:
		return object{"anyOf": []any{object{"type": "integer", "minimum": 0},
			object{"type": "string", "pattern": "^([0-9]+( .*)?|unknown)$", "examples": []string{"400 pumps"}}}}
	case shapeGroup:
		return groupSchema(f.group, defs)
	case shapeSection:
		return f.sectionSchema(defs)
	case shapeExtends:
		one := []any{object{"type": "string"}, groupSchema(f.group, defs)}
		return object{"anyOf": append(one, object{"type": "array", "items": object{"anyOf": one}})}
	case shapeLayout:
		box := groupSchema(f.group, defs)
		laidOut := object{"anyOf": []any{box, groupSchema(f.way, defs)}}
		return object{"type": "object", "additionalProperties": object{"type": "object", "additionalProperties": laidOut}}
	case shapePoints:
		point := object{"type": "array", "items": f.numberSchema(), "minItems": 2, "maxItems": 2}
		return object{"anyOf": []any{object{"type": "array", "items": point, "minItems": 1, "maxItems": MaxPoints}, object{"const": unknownWord}}}
	default:
		return f.wordSchema(true)
	}
}

func (f *field) numberSchema() object {
	s := object{"type": "integer"}
	if f.bounded {
		s["minimum"], s["maximum"] = f.min, f.max
	}
	return s
}

// wordSchema describes one word. Only a word that stands alone may be `unknown` where the words are fixed. A free text
// may look like a number or a truth value to other readers of YAML.
func (f *field) wordSchema(alone bool) object {
	switch {
	case len(f.enum) > 0 && alone:
		return object{"enum": append(append([]string{}, f.enum...), f.unknown()...)}
	case len(f.enum) > 0:
		return object{"enum": f.enum}
	case f.form == "date":
		return object{"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2}|unknown)$"}
	case f.form == "id":
		return object{"type": "string", "pattern": idForm.String()}
	case f.vocabulary != "":
		return object{"type": "string", "examples": exampleWords(f.vocabulary)}
	case f.want != 0:
		return object{"type": "string"}
	default:
		return object{"type": []string{"string", "number", "boolean"}}
	}
}

// unknown returns the word unknown where the fixed words lack it.
func (f *field) unknown() []string {
	for _, word := range f.enum {
		if word == unknownWord {
			return nil
		}
	}
	return []string{unknownWord}
}

func (f *field) wordsSchema() []any {
	return []any{f.wordSchema(true), object{"type": "array", "items": f.wordSchema(false)}}
}

// layersSchema describes a mapping of layers, whose words are those of the field.
func layersSchema(f *field, defs object) object {
	s := groupSchema(f.group, defs)
	for _, layer := range f.group.fields {
		s["properties"].(object)[layer.key] = object{"anyOf": f.wordsSchema(), "description": layer.doc}
	}
	return s
}

func (f *field) sectionSchema(defs object) object {
	name := strings.ReplaceAll(noun(f.key), " ", "-")
	if _, done := defs[name]; !done {
		defs[name] = nil // an entry that holds such entries would otherwise never end
		entry := groupSchema(f.group, defs)
		if entry["required"] == nil {
			entry["type"] = []string{"object", "null"}
		}
		defs[name] = entry
	}
	form := idForm.String()
	if f.key == "threats" {
		form += "|" + findingForm.String()
	}
	return object{"type": []string{"object", "null"}, "additionalProperties": false,
		"patternProperties": object{form: object{"$ref": "#/$defs/" + name}}}
}

// exampleWords are a few words of a vocabulary, to show in editors. The packs have them all.
func exampleWords(vocabulary string) []string {
	return strings.Fields(map[string]string{
		"authentication": "none password certificate mutual-tls unknown",
		"encryption":     "none link-only tls end-to-end unknown",
		"integrity":      "none checksum mac signature unknown",
		"protocol":       "https mqtt hl7-mllp dicom ble-gatt wifi usb",
		"component":      "therapy-controller comms-module mobile-app emr clinician patient",
		"data":           "therapy-command setting alarm vital-signs firmware credential",
		"zone":           "bedside device-internal hospital-network cloud internet",
		"position":       "anyone-near visitor patient hospital-network internet",
		"connectivity":   "none usb serial bluetooth wifi ethernet cellular",
		"remote-access":  "none vendor biomed clinician patient caregiver",
		"function":       "therapy monitoring alarm limit record identity diagnosis",
		"hazard":         "over-infusion",
		"device":         "infusion-pump",
		"control":        "signed-data",
	}[vocabulary])
}
