package risk_test

import (
	"strings"
	"testing"

	"theriac.dev/risk"
)

func BenchmarkRate(b *testing.B) {
	scales := risk.Default()
	p := risk.Potential{Time: "month", Expertise: "expert", Knowledge: "restricted", Access: "easy", Equipment: "specialised"}
	b.Run("matrix", func(b *testing.B) {
		for b.Loop() {
			scales.Rate(risk.S4, risk.E3)
		}
	})
	b.Run("potential", func(b *testing.B) {
		for b.Loop() {
			if _, err := scales.RatePotential(risk.S4, p); err != nil {
				b.Fatal(err)
			}
		}
	})
	v, err := risk.ParseVector("CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:H/SA:N")
	if err != nil {
		b.Fatal(err)
	}
	b.Run("vector", func(b *testing.B) {
		for b.Loop() {
			scales.RateVector(risk.S4, v)
		}
	})
}

func BenchmarkParseVector(b *testing.B) {
	for name, text := range map[string]string{
		"3.1": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
		"4.0": "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:L/VA:N/SC:H/SI:H/SA:H/E:P/MAV:A",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := risk.ParseVector(text); err != nil {
					b.Fatal(err)
				}
			}
		})
		v, _ := risk.ParseVector(text)
		b.Run(name+" score", func(b *testing.B) {
			for b.Loop() {
				v.EnvironmentalScore()
			}
		})
	}
}

func BenchmarkVaguePhrases(b *testing.B) {
	text := strings.Repeat("Put the pump into a segment of its own, and allow it only what chapter 4 lists. ", 20)
	for b.Loop() {
		risk.VaguePhrases(text)
	}
}

func BenchmarkRubricVector(b *testing.B) {
	rubric := risk.MITRE()
	a := answers(b, "XAVN:Y XAVT:N XAVW:Y XAVR:N XACL:N XPRL:N XUI:N XS:N XCP:N XCD:L XIT:H XAT:L")
	for b.Loop() {
		rubric.Vector(a)
	}
}
