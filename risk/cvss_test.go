package risk

import (
	"math"
	"testing"

	gocvss40 "github.com/pandatix/go-cvss/40"
)

// base40 calls f with each of the 104,976 base vectors of CVSS 4.0, in the order of the table's file.
func base40(f func(exploit, impact string)) {
	for _, av := range "NALP" {
		for _, ac := range "LH" {
			for _, at := range "NP" {
				for _, pr := range "NLH" {
					for _, ui := range "NPA" {
						impacts40(func(impact string) {
							f("AV:"+string(av)+"/AC:"+string(ac)+"/AT:"+string(at)+"/PR:"+string(pr)+"/UI:"+string(ui), impact)
						})
					}
				}
			}
		}
	}
}

func impacts40(f func(impact string)) {
	for n := range 729 {
		impact := ""
		for _, metric := range [...]string{"VC", "VI", "VA", "SC", "SI", "SA"} {
			impact += "/" + metric + ":" + "HLN"[n%3:n%3+1]
			n /= 3
		}
		f(impact)
	}
}

func TestWholeBaseTableAgainstLibrary(t *testing.T) {
	differ := 0
	base40(func(exploit, impact string) {
		text := "CVSS:4.0/" + exploit + impact
		v, err := ParseVector(text)
		if err != nil {
			t.Fatal(err)
		}
		lib, _ := gocvss40.ParseVector(text)
		if d := v.BaseScore() - lib.Score(); math.Abs(d) > 0.01 {
			differ++
			if d < 0.05 || d > 0.15 {
				t.Errorf("%s %v %v", text, v.BaseScore(), lib.Score())
			}
		}
	})
	if differ != 450 {
		t.Errorf("%d vectors differ", differ)
	}
}
