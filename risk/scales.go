package risk

// Scales is all that a company decides for itself about risk. The zero value rates everything as the worst; start from
// [Default], and ask [Scales.Check] before relying on changed ones.
type Scales struct {
	// Severity holds S1 to S5 in that order, in the company's own words.
	Severity []Level
	// Exploitability holds E1 to E5 in that order, with the limits that turn numbers into levels.
	Exploitability []ExploitabilityLevel
	// Potential holds the points that each word of a [Potential] is worth.
	Potential []Factor
	// Risks holds the levels of risk from low to high.
	Risks []AcceptanceLevel
	// Matrix names a level of risk for each severity (row, S1 first) and exploitability (column, E1 first).
	Matrix [][]string
	// Impacts are the scales beside safety. They are shown beside it and never summed into it.
	Impacts []ImpactScale
	// Counts says from which status on a control counts when residual risk is asked for without saying which.
	Counts Status
}

// Level is one step of a scale.
type Level struct {
	ID   string // S3, I2
	Name string // serious
	Text string // what it means, in the company's own words
}

// ExploitabilityLevel is one step of exploitability with its two limits.
type ExploitabilityLevel struct {
	Level
	// Points is the highest sum of attack potential that still gives this level. It is not read for E1, which takes
	// whatever is above the limit of E2.
	Points int
	// Score is the lowest exploitability of a CVSS vector that gives this level (see [Vector.Exploitability]; 0.1 to
	// 3.9). It is not read for E1, which takes whatever is below the limit of E2.
	Score float64
}

// Acceptance says what may happen to a risk that stays.
type Acceptance string

// The acceptances. A risk to Justify may stay when somebody with the authority gives the reason.
const (
	Acceptable   Acceptance = "acceptable"
	Justify      Acceptance = "justify"
	Unacceptable Acceptance = "unacceptable"
)

var acceptances = []string{string(Acceptable), string(Justify), string(Unacceptable)}

// AcceptanceLevel is one level of risk with what follows from it: whether it may stay, and who may say so.
type AcceptanceLevel struct {
	Level
	Accept Acceptance
	// Authority names the roles of which any one may accept a risk of this level. Nobody may accept an unacceptable one.
	Authority []string
	// Controlled is the binary decision of FDA's postmarket guidance (2016, section VI): true where the residual risk of
	// patient harm is acceptable.
	Controlled bool
}

// ImpactScale is a scale beside safety: privacy, reputation, money, regulatory. Its levels go from small to large.
type ImpactScale struct {
	ID     string
	Name   string
	Levels []Level
}

// Status is how far a control has come.
type Status string

// The statuses of a control, in the order in which it passes through them.
const (
	Planned     Status = "planned"
	Implemented Status = "implemented"
	Verified    Status = "verified"
)

var statuses = []string{string(Planned), string(Implemented), string(Verified)}

// Reaches says whether a control of status s counts where controls count from the status least on. An unknown status
// never counts, and nothing counts towards an unknown one.
func (s Status) Reaches(least Status) bool {
	have, want := indexOf(statuses, string(s)), indexOf(statuses, string(least))
	return have >= 0 && want >= 0 && have >= want
}

func indexOf(words []string, word string) int {
	for i, w := range words {
		if w == word {
			return i
		}
	}
	return -1
}

// Rating is the risk of one threat to one patient harm, at one moment in the life of its controls.
type Rating struct {
	Severity       Severity
	Exploitability Exploitability
	// Risk is the id of a level in [Scales.Risks], and Controlled what that level says.
	Risk       string
	Controlled bool
	// From says where the exploitability was taken from.
	From Source
	// Assumed names what was not known and therefore counted as the worst: severity, exploitability, time, expertise,
	// knowledge, access, equipment, matrix.
	Assumed []string
}

// Source says where a level of exploitability was taken from.
type Source string

// The sources of exploitability.
const (
	FromPerson    Source = "stated"           // somebody chose the level
	FromPotential Source = "attack potential" // the points of a Potential
	FromCVSS      Source = "CVSS"             // the exploitability metrics of a vector
	FromRubric    Source = "MITRE rubric"     // a vector made from answers; the caller sets it
)

// Rate looks the risk up in the matrix. What is not rated counts as the worst, S5 or E5, and Assumed names it. Where
// the matrix has no such cell, or names a level that does not exist, the highest level of risk is returned, uncontrolled.
func (s *Scales) Rate(severity Severity, exploitability Exploitability) Rating {
	r := Rating{Severity: severity, Exploitability: exploitability, From: FromPerson}
	if !severity.Valid() {
		r.Severity, r.Assumed = S5, append(r.Assumed, "severity")
	}
	if !exploitability.Valid() {
		r.Exploitability, r.Assumed = E5, append(r.Assumed, "exploitability")
	}
	if level := s.cell(r.Severity, r.Exploitability); level != nil {
		r.Risk, r.Controlled = level.ID, level.Controlled
		return r
	}
	r.Assumed = append(r.Assumed, "matrix")
	if n := len(s.Risks); n > 0 {
		r.Risk = s.Risks[n-1].ID
	}
	return r
}

func (s *Scales) cell(severity Severity, exploitability Exploitability) *AcceptanceLevel {
	row, column := int(severity-S1), int(exploitability-E1)
	if row >= len(s.Matrix) || column >= len(s.Matrix[row]) {
		return nil
	}
	return s.Risk(s.Matrix[row][column])
}

// SeverityLevel returns the company's words for a severity. Where there are none it returns a level with the id alone.
func (s *Scales) SeverityLevel(severity Severity) Level {
	if at := int(severity) - 1; severity.Valid() && at < len(s.Severity) {
		return s.Severity[at]
	}
	return Level{ID: severity.String()}
}

// ExploitabilityLevel returns the company's words for an exploitability. Where there are none it returns a level with
// the id alone.
func (s *Scales) ExploitabilityLevel(exploitability Exploitability) Level {
	if at := int(exploitability) - 1; exploitability.Valid() && at < len(s.Exploitability) {
		return s.Exploitability[at].Level
	}
	return Level{ID: exploitability.String()}
}

// Impact returns a level of one of the scales beside safety, such as privacy I3. The error names what there is.
func (s *Scales) Impact(scale, level string) (Level, error) {
	var scales, levels []string
	for _, impact := range s.Impacts {
		scales = append(scales, impact.ID)
		if impact.ID != scale {
			continue
		}
		for _, l := range impact.Levels {
			if l.ID == level {
				return l, nil
			}
			levels = append(levels, l.ID)
		}
		return Level{}, unknownWord("level of "+scale, level, levels)
	}
	return Level{}, unknownWord("scale of impact", scale, scales)
}

// Risk returns the level of risk with that id, or nil.
func (s *Scales) Risk(id string) *AcceptanceLevel {
	for i := range s.Risks {
		if s.Risks[i].ID == id {
			return &s.Risks[i]
		}
	}
	return nil
}

// Compare orders two levels of risk by their ids: negative where a is lower than b. An id that is unknown is higher than
// any that is known.
func (s *Scales) Compare(a, b string) int { return s.rank(a) - s.rank(b) }

func (s *Scales) rank(id string) int {
	for i := range s.Risks {
		if s.Risks[i].ID == id {
			return i
		}
	}
	return len(s.Risks)
}
