package risk

import (
	"fmt"
	"math"
	"strings"

	gocvss30 "github.com/pandatix/go-cvss/30"
	gocvss31 "github.com/pandatix/go-cvss/31"
	gocvss40 "github.com/pandatix/go-cvss/40"
)

// Version is a version of CVSS.
type Version string

// The versions of CVSS that [ParseVector] reads.
const (
	CVSS30 Version = "3.0"
	CVSS31 Version = "3.1"
	CVSS40 Version = "4.0"
)

// Vector is a CVSS vector with its version. The zero value is no vector and scores 0. Vectors come from [ParseVector]
// and do not change.
type Vector struct {
	version Version
	text    string
	v30     gocvss30.CVSS30
	v31     gocvss31.CVSS31
	v40     gocvss40.CVSS40
}

// ParseVector reads a vector of CVSS 3.0, 3.1 or 4.0, such as CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H. The error
// says what was found wrong and what is accepted.
func ParseVector(text string) (Vector, error) {
	head, metrics, _ := strings.Cut(text, "/")
	v := Vector{text: text}
	var err error
	switch head {
	case "CVSS:3.0":
		v.version = CVSS30
		err = keep(&v.v30, text, gocvss30.ParseVector)
	case "CVSS:3.1":
		v.version = CVSS31
		err = keep(&v.v31, text, gocvss31.ParseVector)
	case "CVSS:4.0":
		v.version = CVSS40
		err = keep(&v.v40, text, gocvss40.ParseVector)
	default:
		return Vector{}, fmt.Errorf("unknown version of CVSS in %q: a vector starts with CVSS:3.0/, CVSS:3.1/ or CVSS:4.0/", shorten(text))
	}
	if err != nil {
		return Vector{}, fmt.Errorf("the vector %q cannot be read: %s", shorten(text), fault(v.version, metrics))
	}
	return v, nil
}

func keep[T any](to *T, text string, parse func(string) (*T, error)) error {
	parsed, err := parse(text)
	if err == nil {
		*to = *parsed
	}
	return err
}

// Version returns the version that the vector was written in.
func (v Vector) Version() Version { return v.version }

// String returns the vector as it was written.
func (v Vector) String() string { return v.text }

// Get returns the value of a metric by its abbreviation, X where an optional one is not given, and "" where the version
// has no such metric.
func (v Vector) Get(metric string) string {
	var value string
	var err error
	switch v.version {
	case CVSS30:
		value, err = v.v30.Get(metric)
	case CVSS31:
		value, err = v.v31.Get(metric)
	case CVSS40:
		value, err = v.v40.Get(metric)
	}
	if err != nil {
		return ""
	}
	return value
}

// BaseScore returns the score of the base metrics alone, 0.0 to 10.0 with one decimal.
func (v Vector) BaseScore() float64 {
	switch v.version {
	case CVSS30:
		return tenth(v.v30.BaseScore())
	case CVSS31:
		return tenth(v.v31.BaseScore())
	case CVSS40:
		return v.score40(groupBase)
	}
	return 0
}

// ThreatScore returns the score with the threat metrics, which 3.x calls temporal, 0.0 to 10.0 with one decimal.
func (v Vector) ThreatScore() float64 {
	switch v.version {
	case CVSS30:
		return tenth(v.v30.TemporalScore())
	case CVSS31:
		return tenth(v.v31.TemporalScore())
	case CVSS40:
		return v.score40(groupThreat)
	}
	return 0
}

// EnvironmentalScore returns the score with the threat and the environmental metrics, 0.0 to 10.0 with one decimal. It
// is the score to show where only one is shown: without environmental metrics it equals [Vector.ThreatScore]. For 3.1
// that is not so by its formula, which differs from that of the base score by up to 0.1 where the scope changes; a metric
// that is not defined has no effect on the score, so the formula is used only where there is one.
func (v Vector) EnvironmentalScore() float64 {
	if !strings.HasSuffix(v.Groups(), "E") {
		return v.ThreatScore()
	}
	switch v.version {
	case CVSS30:
		return tenth(v.v30.EnvironmentalScore())
	case CVSS31:
		return tenth(v.v31.EnvironmentalScore())
	case CVSS40:
		return v.score40(groupAll)
	}
	return 0
}

// tenth removes what binary fractions add behind the one decimal.
func tenth(score float64) float64 { return math.Round(score*10) / 10 }

// ScoreWord is the qualitative rating of a CVSS score: none, low, medium, high, critical. 3.x and 4.0 have the same.
func ScoreWord(score float64) string {
	switch {
	case score >= 9:
		return "critical"
	case score >= 7:
		return "high"
	case score >= 4:
		return "medium"
	case score >= 0.1:
		return "low"
	}
	return "none"
}
