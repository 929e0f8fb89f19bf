package server_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"theriac.dev/server"
)

// largeModel is a model of so many elements and flows, with the kinds of things that a hospital has.
func largeModel(elements, flows int) string {
	types := []string{"therapy-controller", "comms-module", "fleet-server", "gateway", "workstation", "mobile-app", "database", "nurse"}
	protocols := []string{"https", "hl7-mllp", "dicom", "uart", "mqtt", "bluetooth-le", "tcp-proprietary"}
	var b strings.Builder
	b.WriteString("theriac: 1\nid: m\nname: Large\npacks: [core, medical]\ndevice: {type: infusion-pump}\nzones:\n")
	for i := range 40 {
		fmt.Fprintf(&b, "  z%d: {name: Zone %d, trust: %d}\n", i, i, i%10)
	}
	b.WriteString("elements:\n")
	for i := range elements {
		fmt.Fprintf(&b, "  e%d: {name: Element %d, type: %s, zone: z%d}\n", i, i, types[i%len(types)], i%40)
	}
	b.WriteString("data:\n  rate: {name: Rate, type: therapy-parameter}\n  record: {name: Record, type: phi}\nflows:\n")
	for i := range flows {
		fmt.Fprintf(&b, "  f%d: {from: e%d, to: e%d, protocol: %s, carries: [%s]}\n", i, i*7%elements, (i*11+3)%elements, protocols[i%len(protocols)], []string{"rate", "record"}[i%2])
	}
	b.WriteString("functions:\n  deliver: {name: Deliver, type: therapy, by: [e0, e8, e16], uses: [rate]}\nhazards:\n  H1: {text: Too much, of: [deliver], severity: S5, patients: many}\n")
	return b.String()
}

func benchmarkEdits(b *testing.B, x *studio, edit func(i int) server.Command) {
	s := x.state("m")
	b.ResetTimer()
	for i := range b.N {
		x.do("m", s.Revision+int64(i), edit(i))
	}
	b.ReportMetric(float64(len(s.Findings)), "findings")
}

// BenchmarkEdit is the time from a command to its answer with new findings, over HTTP, kept in the store and on disk.
func BenchmarkEdit(b *testing.B) {
	edits := map[string]func(element string, i int) server.Command{
		"place": func(e string, i int) server.Command { return server.Command{Verb: "place", Target: e, X: i + 1} },
		"attribute": func(e string, i int) server.Command {
			return server.Command{Verb: "attribute", Target: e, Key: "secure-boot", Value: []string{"yes", "no"}[i%2]}
		},
		"name": func(e string, i int) server.Command { return set("elements/"+e+"/name", fmt.Sprint("Name ", i)) },
	}
	for _, verb := range []string{"place", "attribute", "name"} {
		b.Run("pump/"+verb, func(b *testing.B) {
			folder := filepath.Join(b.TempDir(), "m")
			copyExample(b, "infusion-pump", folder)
			benchmarkEdits(b, serve(b, server.Options{Folder: folder}), func(i int) server.Command { return edits[verb]("pcu", i) })
		})
		b.Run("large/"+verb, func(b *testing.B) {
			benchmarkEdits(b, serveText(b, largeModel(1000, 1500)), func(i int) server.Command { return edits[verb]("e7", i) })
		})
	}
}

// BenchmarkState is the time to read a whole state.
func BenchmarkState(b *testing.B) {
	for name, model := range map[string]string{"small": small, "large": largeModel(1000, 1500)} {
		b.Run(name, func(b *testing.B) {
			x := serveText(b, model)
			x.state("m")
			b.ResetTimer()
			for range b.N {
				_, _, body := x.ask("GET", "/projects/m/state", nil)
				b.ReportMetric(float64(len(body)), "bytes")
			}
		})
	}
}

// BenchmarkTenProjects reports the memory of a server with ten projects open.
func BenchmarkTenProjects(b *testing.B) {
	names, err := filepath.Glob("../examples/*/theriac.yaml")
	if err != nil {
		b.Fatal(err)
	}
	for range b.N {
		base := b.TempDir()
		for _, name := range names[:10] {
			dir := filepath.Base(filepath.Dir(name))
			copyExample(b, dir, filepath.Join(base, dir))
		}
		x := serve(b, server.Options{Folder: base})
		for _, p := range get[[]server.Project](x.person, "/projects") {
			x.state(p.ID)
			x.do(p.ID, 1, set("name", "Ten"))
		}
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MB-heap")
		b.ReportMetric(float64(m.Sys-m.HeapReleased)/(1<<20), "MB-system")
		x.end()
	}
}
