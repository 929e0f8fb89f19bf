package model_test

import (
	"os"
	"strconv"
	"testing"

	"theriac.dev/model"
	"theriac.dev/syntax"
)

// Many at once write the very text that one after the other write.
func TestAllIsOneByOne(t *testing.T) {
	texts := map[string]string{
		"empty":         "theriac: 1\nid: m\nname: M\n",
		"one line each": "theriac: 1\nid: m\nname: M\nelements:\n  a: {name: A}\n  b: {name: B}\nlayout:\n  default:\n    a: {x: 1, y: 2}\n",
		"blank lines":   "theriac: 1\nid: m\nname: M\nelements:\n  a:\n    name: A\n\n  b:\n    name: B\n",
		"one entry":     "theriac: 1\nid: m\nname: M\nelements:\n  a: {name: A}\nlayout:\n  other:\n    a: {x: 1, y: 2}\n",
		"flow style":    "theriac: 1\nid: m\nname: M\nelements: {a: {name: A}, b: {name: B}}\n",
		"windows":       "theriac: 1\r\nid: m\r\nname: M\r\nelements:\r\n  a: {name: A}\r\n\r\n  b: {name: B}\r\n",
	}
	pump, err := os.ReadFile("../examples/infusion-pump/theriac.yaml")
	if err != nil {
		t.Fatal(err)
	}
	texts["infusion pump"] = string(pump)
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			var entries, boxes []model.Field
			parts := map[string][]model.Field{}
			for i := range 5 {
				id := "new-" + strconv.Itoa(i)
				fields := []model.Field{{Key: "name", Value: model.Word("New " + id)}, {Key: "kind", Value: model.Word("process")}}
				if i%2 == 1 {
					fields = append(fields, model.Field{Key: "text", Value: model.Word("Some longer text that says what this is for, in a sentence that fills a line or more of the file.")})
				}
				parts[id] = fields
				entries = append(entries, model.Field{Key: id, Value: model.Fields(fields...)})
				boxes = append(boxes, model.Field{Key: id, Value: model.Fields(model.Field{Key: "x", Value: model.Word("10")}, model.Field{Key: "y", Value: model.Word(strconv.Itoa(i))})})
			}
			one := []*syntax.File{syntax.Parse("theriac.yaml", []byte(text))}
			all := one
			do := func(files []*syntax.File, verb func(*model.Model) (model.Change, error)) []*syntax.File {
				t.Helper()
				c, err := verb(model.Decode(files...))
				if err != nil {
					t.Fatal(err)
				}
				files, err = model.ApplyChange(files, c)
				if err != nil {
					t.Fatal(err)
				}
				return files
			}
			for _, e := range entries {
				one = do(one, func(m *model.Model) (model.Change, error) { return model.Add(m, "elements", e.Key, parts[e.Key]...) })
			}
			for i, b := range boxes {
				one = do(one, func(m *model.Model) (model.Change, error) { return model.PlaceBox(m, "default", b.Key, 10, i, 0, 0) })
			}
			all = do(all, func(m *model.Model) (model.Change, error) { return model.AddAll(m, "elements", entries...) })
			all = do(all, func(m *model.Model) (model.Change, error) { return model.PlaceAll(m, "default", boxes...) })
			if len(one) != len(all) {
				t.Fatalf("%d files one by one, %d at once", len(one), len(all))
			}
			for i := range one {
				if string(one[i].Text()) != string(all[i].Text()) {
					t.Errorf("%s one by one:\n%s\nat once:\n%s", one[i].Name, one[i].Text(), all[i].Text())
				}
			}
		})
	}
}

func TestAllRefuses(t *testing.T) {
	m := model.Decode(syntax.Parse("theriac.yaml", []byte("theriac: 1\nid: m\nname: M\nelements:\n  a: {name: A}\nlayout:\n  default:\n    a: {x: 1, y: 2}\n")))
	field := func(id string) model.Field { return model.Field{Key: id, Value: model.Fields()} }
	for name, err := range map[string]error{
		"an id that is taken": second(model.AddAll(m, "elements", field("b"), field("a"))),
		"an id twice":         second(model.AddAll(m, "elements", field("b"), field("b"))),
		"a place that is":     second(model.PlaceAll(m, "default", field("a"))),
		"a place of nothing":  second(model.PlaceAll(m, "default", field("x"))),
	} {
		if err == nil {
			t.Errorf("%s was not refused", name)
		}
	}
}

func second(_ model.Change, err error) error { return err }
