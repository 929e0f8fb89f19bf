package advisory

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"theriac.dev/syntax"
)

// The parts of a CSAF document that are read. Everything else in it is passed over.
type csafFile struct {
	Document struct {
		Version   string `json:"csaf_version"`
		Title     string `json:"title"`
		Publisher struct {
			Name string `json:"name"`
		} `json:"publisher"`
		References []struct {
			Category string `json:"category"`
			URL      string `json:"url"`
		} `json:"references"`
		Tracking struct {
			ID      string `json:"id"`
			Initial string `json:"initial_release_date"`
			Current string `json:"current_release_date"`
		} `json:"tracking"`
	} `json:"document"`
	Tree            csafTree            `json:"product_tree"`
	Vulnerabilities []csafVulnerability `json:"vulnerabilities"`
}

type csafTree struct {
	Branches      []csafBranch  `json:"branches"`
	Names         []csafProduct `json:"full_product_names"`
	Relationships []struct {
		Product csafProduct `json:"full_product_name"`
	} `json:"relationships"`
}

type csafBranch struct {
	Category string       `json:"category"`
	Name     string       `json:"name"`
	Product  *csafProduct `json:"product"`
	Branches []csafBranch `json:"branches"`
}

type csafProduct struct {
	ID   string `json:"product_id"`
	Name string `json:"name"`
}

type csafWeakness struct {
	ID string `json:"id"`
}

type csafVulnerability struct {
	CVE string `json:"cve"`
	IDs []struct {
		Text string `json:"text"`
	} `json:"ids"`
	CWE   *csafWeakness  `json:"cwe"`
	CWEs  []csafWeakness `json:"cwes"` // CSAF 2.1
	Notes []struct {
		Category string `json:"category"`
		Text     string `json:"text"`
	} `json:"notes"`
	Status       map[string][]string `json:"product_status"`
	Remediations []struct {
		Category string `json:"category"`
	} `json:"remediations"`
	Scores  []csafScores `json:"scores"`
	Metrics []struct {
		Content csafScores `json:"content"`
	} `json:"metrics"` // CSAF 2.1
}

type csafScores struct {
	V2 *csafScore `json:"cvss_v2"`
	V3 *csafScore `json:"cvss_v3"`
	V4 *csafScore `json:"cvss_v4"`
}

type csafScore struct {
	Version string  `json:"version"`
	Vector  string  `json:"vectorString"`
	Base    float64 `json:"baseScore"`
}

// CSAF reads one advisory in CSAF 2.0; of a document in CSAF 2.1 what both have. File names it in diagnostics. Where an
// error is among them there is no advisory; with warnings alone it is what could be read.
func CSAF(file string, text []byte) (Advisory, []syntax.Diagnostic) {
	var f csafFile
	if d, ok := readJSON(file, text, &f); !ok {
		if d.Code == "wrong-shape" && !bytes.Contains(text, []byte(`"csaf_version"`)) {
			d.Code, d.Message = "not-csaf", "this is no advisory in CSAF 2.0"
		}
		return Advisory{}, []syntax.Diagnostic{d}
	}
	r := csafReader{file: file, known: map[string]bool{}}
	doc := f.Document
	if doc.Version != "2.0" && doc.Version != "2.1" {
		r.report(syntax.Error, "not-csaf", fmt.Sprintf("/document/csaf_version is %q; this reads CSAF 2.0", doc.Version))
		return Advisory{}, r.found
	}
	if strings.TrimSpace(doc.Tracking.ID) == "" {
		r.report(syntax.Error, "no-id", "/document/tracking/id is missing: an advisory without an id cannot be kept")
		return Advisory{}, r.found
	}
	a := Advisory{
		ID: clean(doc.Tracking.ID), Title: clean(doc.Title), Publisher: clean(doc.Publisher.Name),
		Published: day(doc.Tracking.Initial), Updated: day(doc.Tracking.Current),
	}
	if a.Updated == "" {
		r.report(syntax.Warning, "no-date", fmt.Sprintf("/document/tracking/current_release_date is %q and no date", doc.Tracking.Current))
	}
	for _, ref := range doc.References {
		if ref.Category == "self" && !strings.HasSuffix(ref.URL, ".json") && strings.HasPrefix(ref.URL, "https://") {
			a.URL = clean(ref.URL)
		}
	}
	r.products(&a, f.Tree)
	for i := range f.Vulnerabilities {
		r.vulnerability(&a, i, &f.Vulnerabilities[i])
	}
	if len(a.Vulnerabilities) == 0 {
		r.report(syntax.Warning, "no-vulnerability", "the advisory names no vulnerability")
	}
	a.tidy()
	return a, r.found
}

// csafReader gathers what is wrong with one document.
type csafReader struct {
	file  string
	found []syntax.Diagnostic
	known map[string]bool // product ids of the product tree
}

func (r *csafReader) report(severity syntax.Severity, code, message string) {
	r.found = append(r.found, problem(r.file, severity, code, message, ""))
}

// products reads the product tree: branches by vendor and product, then the names that stand alone.
func (r *csafReader) products(a *Advisory, tree csafTree) {
	r.branches(a, tree.Branches, "", -1)
	for _, p := range tree.Names {
		r.known[p.ID] = true
		a.product("", clean(p.Name))
	}
	for _, rel := range tree.Relationships {
		r.known[rel.Product.ID] = true
		a.product("", clean(rel.Product.Name))
	}
}

// branches walks the tree. At is the index of the product whose versions the branches are, or -1.
func (r *csafReader) branches(a *Advisory, branches []csafBranch, vendor string, at int) {
	for _, b := range branches {
		v, p, name := vendor, at, clean(b.Name)
		switch b.Category {
		case "vendor":
			v = name
		case "product_name":
			p = a.product(v, name)
		case "product_version", "product_version_range", "patch_level", "service_pack":
			if p >= 0 && name != "" && !slices.Contains(a.Products[p].Versions, name) {
				a.Products[p].Versions = append(a.Products[p].Versions, name)
			}
		}
		if b.Product != nil {
			r.known[b.Product.ID] = true
			if p < 0 {
				a.product(v, clean(b.Product.Name))
			}
		}
		r.branches(a, b.Branches, v, p)
	}
}

// product returns the index of a product, which is added where it is new; -1 for one without a name.
func (a *Advisory) product(vendor, name string) int {
	if name == "" {
		return -1
	}
	i := slices.IndexFunc(a.Products, func(p Product) bool { return p.Vendor == vendor && p.Name == name })
	if i < 0 {
		i = len(a.Products)
		a.Products = append(a.Products, Product{Vendor: vendor, Name: name})
	}
	return i
}

func (r *csafReader) vulnerability(a *Advisory, i int, c *csafVulnerability) {
	where := fmt.Sprintf("/vulnerabilities/%d", i)
	v := Vulnerability{CVE: clean(c.CVE)}
	switch {
	case v.CVE == "" && len(c.IDs) > 0 && clean(c.IDs[0].Text) != "":
		v.CVE = clean(c.IDs[0].Text)
	case v.CVE == "":
		r.report(syntax.Warning, "no-id", where+" has neither a CVE id nor one of its own; it is left out")
		return
	case !isID(v.CVE, "CVE-"):
		r.report(syntax.Warning, "bad-id", fmt.Sprintf("%s/cve %q is no CVE id", where, v.CVE))
	}
	weaknesses := c.CWEs
	if c.CWE != nil {
		weaknesses = append(weaknesses, *c.CWE)
	}
	for _, w := range weaknesses {
		if !isID(w.ID, "CWE-") {
			r.report(syntax.Warning, "bad-id", fmt.Sprintf("%s/cwe %q is no CWE id; it is left out", where, w.ID))
			continue
		}
		v.Weakness = append(v.Weakness, w.ID)
	}
	for _, n := range c.Notes {
		if (n.Category == "summary" || n.Category == "description") && v.Summary == "" {
			v.Summary = clean(n.Text)
		}
	}
	for _, rem := range c.Remediations {
		v.Remediation = append(v.Remediation, clean(rem.Category))
	}
	r.status(&v, where, c.Status)
	for _, s := range c.Scores {
		v.score(s)
	}
	for _, m := range c.Metrics {
		v.score(m.Content)
	}
	a.Vulnerabilities = append(a.Vulnerabilities, v)
}

// status notes which words are used for products, and says which products the tree does not have.
func (r *csafReader) status(v *Vulnerability, where string, status map[string][]string) {
	var missing []string
	for word, ids := range status {
		if len(ids) > 0 {
			v.Status = append(v.Status, clean(word))
		}
		for _, id := range ids {
			if !r.known[id] {
				missing = append(missing, clean(id))
			}
		}
	}
	if len(missing) > 0 {
		r.report(syntax.Warning, "unknown-product", fmt.Sprintf("%s names products that the product tree does not have: %s", where, strings.Join(sorted(missing), ", ")))
	}
}

func (v *Vulnerability) score(c csafScores) {
	for _, s := range []struct {
		version string
		score   *csafScore
	}{{"4.0", c.V4}, {"3.1", c.V3}, {"2.0", c.V2}} {
		if s.score == nil {
			continue
		}
		version := clean(s.score.Version)
		if version == "" {
			version = s.version
		}
		v.Scores = append(v.Scores, Score{version, clean(s.score.Vector), s.score.Base})
	}
}
