package server

import (
	"theriac.dev/model"
	"theriac.dev/report"
)

// Entry is an entry of the model, as model.Plain: the keys of the language as they are in the text, and its id.
type Entry = model.Plain

// State is everything that the pages need to know of a project, at one revision.
type State struct {
	Project     ProjectHead       `json:"project" doc:"Which project, and what the caller may do in it."`
	Revision    int64             `json:"revision" doc:"Number of the revision that all of this belongs to."`
	Hash        string            `json:"hash" doc:"Hash of the files at this revision."`
	Model       Model             `json:"model" doc:"The model by entries."`
	Protection  map[string]string `json:"protection" doc:"How each flow is protected between its two ends, by its id: stated or none. Absent where authentication or encryption is not known."`
	Findings    []Finding         `json:"findings" doc:"All findings in rank order, most serious first."`
	Counts      Counts            `json:"counts" doc:"Findings counted; each way adds up to findings."`
	Diagnostics []Diagnostic      `json:"diagnostics" doc:"Problems of text and model, in the order of the text."`
	Files       []FileText        `json:"files" doc:"The files of the model, the root file first."`
	Scales      report.ScaleWords `json:"scales" doc:"The scales of risk in force."`
}

// ProjectHead names a project.
type ProjectHead struct {
	ID   string `json:"id" doc:"Id of the project on this server."`
	Name string `json:"name" doc:"Name of the model, or its id."`
	Role string `json:"role" enum:"owner,editor,reviewer,reader" doc:"What the caller may do."`
	// Archived is not in a delta: the live line tells of it by itself.
	Archived bool `json:"archived,omitempty" doc:"It takes no changes any more, whatever the role."`
}

// Model is a model by entries. Keys are those of the language.
type Model struct {
	Head     Entry                       `json:"head" doc:"What stands at the top: id, name, device, packs, scales."`
	Sections map[string][]Entry          `json:"sections" doc:"The entries of each section in the order of the text, by the key of the section: zones, elements, flows, anti-goals and so on. Every section of the language is there."`
	Layout   map[string]map[string]Place `json:"layout" doc:"What people laid out, by view (default is the whole model) and element, zone, note or flow."`
}

// Finding is what tables, canvas and matrix show of a finding. Why it is there comes from /why, and what the threat means to a
// clinician from /library/threats.
type Finding struct {
	ID         string   `json:"id" doc:"<threat>@<target>, stable; for a threat of the team its own id."`
	Threat     string   `json:"threat" doc:"Id of the threat in the library; empty for a threat of the team."`
	Target     string   `json:"target" doc:"Element, flow, data asset, element.interface, or device."`
	Title      string   `json:"title" doc:"One line."`
	Rank       int64    `json:"rank" doc:"Sorts findings: higher comes first, equal ones by id in the order of their bytes."`
	Severity   int      `json:"severity" doc:"1 to 5; 0 where no hazard can be reached."`
	Certainty  string   `json:"certainty" enum:"confirmed,possible" doc:"possible where it rests on something unknown or usual."`
	State      string   `json:"state" enum:"open,review,planned,controlled,accepted,transferred,eliminated,not-applicable" doc:"What is left to do."`
	Risk       string   `json:"risk" doc:"Level of risk before controls; empty where nothing is rated."`
	Residual   string   `json:"residual" doc:"Level of the risk that is left; empty where nothing is left or rated."`
	Exploit    int      `json:"exploitability" doc:"1, hardest for the attacker, to 5, before controls."`
	ExploitNow int      `json:"residualExploitability" doc:"What is left of it; 0 where nothing is left."`
	Many       bool     `json:"many" doc:"One attack can hurt several patients."`
	Hazards    []string `json:"hazards" doc:"Hazards that it can lead to, worst first."`
	Categories []string `json:"categories" doc:"STRIDE words, safety, abuse, privacy; the main one first."`
	Exposure   []string `json:"exposure" doc:"Attacker positions that reach the target, from outside to inside."`
	Suggested  []string `json:"suggested" doc:"Controls of the library that answer it, best first."`
	Controls   []string `json:"controls" doc:"Controls of the model that answer it."`
	Decision   string   `json:"decision,omitempty" doc:"The decision that is written."`
	Owner      string   `json:"owner,omitempty" doc:"Who decided."`
	Until      string   `json:"until,omitempty" doc:"When it must be looked at again."`
	Changed    []string `json:"changed,omitempty" doc:"Facts that the decision rests on and that are not what they were."`
}

// Counts are the findings counted.
type Counts struct {
	Findings    int            `json:"findings" doc:"All findings."`
	ByState     map[string]int `json:"byState" doc:"By state; every state is there."`
	ByCertainty map[string]int `json:"byCertainty" doc:"confirmed, possible."`
	BySeverity  map[string]int `json:"bySeverity" doc:"S5 to S1, and none."`
	ByRisk      map[string]int `json:"byRisk" doc:"By level before controls, and none."`
	ByResidual  map[string]int `json:"byResidual" doc:"By level that is left, and none."`
	Errors      int            `json:"errors" doc:"Diagnostics that are errors."`
	Warnings    int            `json:"warnings" doc:"Diagnostics that are warnings."`
	Notes       int            `json:"notes" doc:"Diagnostics that are notes."`
	Questions   int            `json:"questions" doc:"Questions whose answers would settle findings."`
}

// Diagnostic is a problem with its place.
type Diagnostic struct {
	Severity string `json:"severity" enum:"error,warning,note" doc:"How much it matters."`
	Code     string `json:"code" doc:"Kind of problem, stable."`
	Message  string `json:"message" doc:"What was found and what was expected."`
	Hint     string `json:"hint,omitempty" doc:"What to do next."`
	File     string `json:"file" doc:"File of the project; of a platform model its path."`
	Start    int    `json:"start" doc:"First byte."`
	End      int    `json:"end" doc:"Byte after the last."`
	Line     int    `json:"line" doc:"Line, from 1."`
	Column   int    `json:"column" doc:"Column in code points, from 1."`
	Fixes    []Fix  `json:"fixes,omitempty" doc:"Changes that would mend it, best first."`
}

// Fix is a change that mends a problem.
type Fix struct {
	Title string `json:"title" doc:"What it does."`
	Edits []Edit `json:"edits" doc:"Edits of the file of the diagnostic."`
}

// Edit replaces bytes of a file. Places count UTF-8 bytes.
type Edit struct {
	Start int    `json:"start" minimum:"0" doc:"First byte that is replaced."`
	End   int    `json:"end" minimum:"0" doc:"Byte after the last; equal to start for an insertion."`
	Text  string `json:"text" doc:"What stands there then."`
}

// FileText is a file of a project.
type FileText struct {
	Name string `json:"name" doc:"Path within the project."`
	Text string `json:"text" doc:"Its text."`
	Hash string `json:"hash" doc:"SHA-256 of the text."`
}

// FileChange is how one file changed: edits of the text before, or that it came or went.
type FileChange struct {
	Edits   []Edit `json:"edits,omitempty" doc:"Edits of the text before, ordered and without overlap."`
	Created bool   `json:"created,omitempty" doc:"The file is new; its text is the one edit."`
	Removed bool   `json:"removed,omitempty" doc:"The file is no longer part of the model."`
	Hash    string `json:"hash,omitempty" doc:"SHA-256 of the text after."`
}

// Delta takes a State from one revision to the next.
type Delta struct {
	Revision int64     `json:"revision" doc:"Revision that this leads to."`
	Base     int64     `json:"base" doc:"Revision that it starts from. A client with another revision asks /delta."`
	Hash     string    `json:"hash" doc:"Hash of the files after."`
	Author   string    `json:"author" doc:"Who made the change."`
	Time     string    `json:"time" doc:"When, as RFC 3339."`
	Title    string    `json:"title" doc:"What was done, in a few words."`
	Key      string    `json:"key" doc:"Key of the command, so that the sender knows its own."`
	Undo     int64     `json:"undo,omitempty" doc:"The revision that this one undoes."`
	Did      *Did      `json:"did,omitempty" doc:"The title for readers of any language."`
	Archived *bool     `json:"archived,omitempty" doc:"The project was archived by this revision, or with false taken back. Such a revision changes no file."`
	Head     *Entry    `json:"head,omitempty" doc:"The head, where it changed."`
	Entries  EntryDiff `json:"entries" doc:"By section and id: the entry as it is now, or null where it is gone."`
	// Order holds the ids of a section where entries came, went or moved.
	Order       map[string][]string          `json:"order,omitempty" doc:"All ids of a section in their order, where entries came, went or moved."`
	Layout      map[string]map[string]*Place `json:"layout,omitempty" doc:"Boxes and ways that changed by view and target; null where one is gone."`
	Protection  map[string]string            `json:"protection,omitempty" doc:"How flows are protected that changed, or whose receiver did: stated, none, or unknown, also of one that is gone."`
	Findings    FindingDiff                  `json:"findings" doc:"What changed among the findings."`
	Counts      Counts                       `json:"counts" doc:"The counts after."`
	Diagnostics *[]Diagnostic                `json:"diagnostics,omitempty" doc:"All diagnostics after, where they differ from those before."`
	Files       map[string]FileChange        `json:"files" doc:"How the files changed, by name."`
	Renamed     []Renaming                   `json:"renamed,omitempty" doc:"Ids that became others, so that selections follow."`
	Scales      *report.ScaleWords           `json:"scales,omitempty" doc:"The scales, where they changed."`
	Notice      *Notice                      `json:"notice,omitempty" doc:"Something the people should be told besides, such as an edit from outside that met one of theirs."`
}

// Notice is what the people should be told of files that are not as they left them. Nothing of it is lost: it is in the
// history.
type Notice struct {
	Kind    string   `json:"kind" enum:"overtaken,unwritten" doc:"overtaken: another editor saved a file at the moment when changes were written to it, and may have written over them. unwritten: the change is kept, and not in the files yet."`
	Changes []string `json:"changes,omitempty" doc:"overtaken: which changes, each with its revision and author."`
	Why     string   `json:"why,omitempty" doc:"unwritten: what stands in the way."`
}

// EntryDiff are entries by section and id; null says that an entry is gone.
type EntryDiff map[string]map[string]*Entry

// FindingDiff is what changed among the findings.
type FindingDiff struct {
	Upsert []Finding `json:"upsert" doc:"Findings that came or differ from before."`
	Gone   []string  `json:"gone" doc:"Ids of findings that went."`
}

// Renaming is an id that became another.
type Renaming struct {
	Section string `json:"section" doc:"Section of the entry; threats for a decision."`
	From    string `json:"from" doc:"The id before."`
	To      string `json:"to" doc:"The id after."`
}
