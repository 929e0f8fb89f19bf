package syntax

import (
	"fmt"
	"strings"
	"testing"
)

// bigModel returns a model with n elements, each about 300 bytes, in block and flow style by turns.
func bigModel(n int) []byte {
	var b strings.Builder
	b.WriteString("theriac: 1\nid: big\nname: A big model\nelements:\n")
	for i := range n {
		if i%2 == 0 {
			fmt.Fprintf(&b, "  element-%d: {name: Pump control unit %d, kind: process, type: therapy-controller, zone: z-core, runs: [rtos, c-firmware, tcp-ip-stack], stores: [drug-library, therapy-log], attributes: {local-limit: yes, signed-update: unknown, secure-boot: no}, text: \"Decides: the rate of delivery, and the limits.\"} # unit %d\n", i, i, i)
			continue
		}
		fmt.Fprintf(&b, "  # element %d is a gateway\n  element-%d:\n    name: Gateway %d\n    type: comms-module\n    zone: z-comm\n    runs: [embedded-linux, ssh-server]\n    interfaces:\n      eth: {protocol: ethernet, state: used}\n      usb: {protocol: usb, state: service-only}\n    attributes:\n      secure-boot: unknown\n    text: |\n      Speaks to the server\n      and to the pump.\n", i, i, i)
	}
	b.WriteString("flows:\n  f1: {from: element-1, to: element-2}\n")
	return []byte(b.String())
}

func BenchmarkParse(b *testing.B) {
	text := bigModel(10_000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Parse("big.yaml", text)
	}
}

// BenchmarkUpdate changes one letter in the middle of a file of 10,000 elements, to and fro.
func BenchmarkUpdate(b *testing.B) {
	text := bigModel(10_000)
	other := []byte(strings.Replace(string(text), "Gateway 5001", "Gateway 500X", 1))
	f := Parse("big.yaml", text)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%2 == 0 {
			f = f.Update(other)
		} else {
			f = f.Update(text)
		}
	}
}

func BenchmarkApplyInsert(b *testing.B) {
	f := Parse("big.yaml", bigModel(10_000))
	at := strings.Index(f.text, "  element-5000")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Apply([]Edit{{at, at, "  new: {name: New}\n"}}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlace(b *testing.B) {
	f := Parse("big.yaml", bigModel(10_000))
	n := f.Root.Get("elements").Get("element-7000").Get("zone")
	b.ReportAllocs()
	for b.Loop() {
		f.Place(n)
	}
}

func BenchmarkDiagnostics(b *testing.B) {
	f := Parse("big.yaml", bigModel(10_000))
	for b.Loop() {
		f.Diagnostics()
	}
}

func BenchmarkFormat(b *testing.B) {
	text := bigModel(10_000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		Format(text)
	}
}
