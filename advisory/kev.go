package advisory

import (
	"fmt"
	"strings"

	"theriac.dev/syntax"
)

// Exploited says that a vulnerability is in CISA's catalogue of those known to be exploited, and since when.
type Exploited struct {
	// Added is the day on which it came into the catalogue, as 2021-11-03.
	Added string `json:"added"`
	// Ransomware says that it was used in ransomware campaigns.
	Ransomware bool `json:"ransomware,omitempty"`
}

// Catalog is a table of facts by CVE with its day and the number of entries that it had.
type Catalog[T any] struct {
	// Date is the day of the table, as 2025-08-25; empty where it does not say.
	Date  string
	ByCVE map[string]T
}

// KEV reads the catalogue of known exploited vulnerabilities in its JSON form. File names it in diagnostics.
func KEV(file string, text []byte) (Catalog[Exploited], []syntax.Diagnostic) {
	var f struct {
		Released        string `json:"dateReleased"`
		Version         string `json:"catalogVersion"`
		Vulnerabilities []struct {
			CVE        string `json:"cveID"`
			Added      string `json:"dateAdded"`
			Ransomware string `json:"knownRansomwareCampaignUse"`
		} `json:"vulnerabilities"`
	}
	out := Catalog[Exploited]{ByCVE: map[string]Exploited{}}
	if d, ok := readJSON(file, text, &f); !ok {
		return out, []syntax.Diagnostic{d}
	}
	if f.Vulnerabilities == nil {
		return out, []syntax.Diagnostic{problem(file, syntax.Error, "not-kev", "there is no list `vulnerabilities`",
			"the catalogue is the file known_exploited_vulnerabilities.json")}
	}
	out.Date = day(f.Released)
	if out.Date == "" {
		out.Date = day(strings.ReplaceAll(f.Version, ".", "-"))
	}
	var found []syntax.Diagnostic
	for i, v := range f.Vulnerabilities {
		if !isID(v.CVE, "CVE-") {
			found = append(found, problem(file, syntax.Warning, "bad-id", fmt.Sprintf("/vulnerabilities/%d/cveID %q is no CVE id; it is left out", i, v.CVE), ""))
			continue
		}
		out.ByCVE[v.CVE] = Exploited{Added: day(v.Added), Ransomware: v.Ransomware == "Known"}
	}
	return out, found
}
