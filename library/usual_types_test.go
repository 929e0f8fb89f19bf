package library

import (
	"slices"
	"testing"
)

// bareKinds are the kinds of component that need no usual interface, flow or package, each with everything below it:
//
//   - people, whom a model draws by what they do;
//   - physical things, which neither compute nor keep data;
//   - systems of others, whose inside is theirs;
//   - circumstances, which say how a part is built, sold or used and are no part of their own.
//
// A term that others are kinds of is exempt as well: it only gathers them, and each of them says more.
var bareKinds = []string{"human", "physical", "external", "circumstance"}

// TestTypesSayWhatIsUsual holds that each component type that one can put into a product says by itself what it usually looks
// like: what it is reached by, what flows to and from it, or under which names its packages are known.
func TestTypesSayWhatIsUsual(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	v := lib.Vocabulary
	var bare []TermID
	for _, kind := range bareKinds {
		id, ok := v.ID("component", kind)
		if !ok {
			t.Fatalf("no component %s", kind)
		}
		bare = append(bare, id)
	}
	var terms, ports, flows, purls, exempt int
	for _, term := range components(lib) {
		terms++
		ports, flows, purls = ports+min(1, len(term.Ports)), flows+min(1, len(term.Flows)), purls+min(1, len(term.Purl))
		if len(term.Ports)+len(term.Flows)+len(term.Purl) > 0 {
			continue
		}
		id, _ := v.ID("component", term.ID)
		gathers := slices.ContainsFunc(components(lib), func(other *Term) bool { return slices.Contains(other.Is, term.ID) })
		if gathers || slices.ContainsFunc(bare, func(kind TermID) bool { return v.IsA(id, kind) }) {
			exempt++
			continue
		}
		t.Errorf("component %s of pack %s says no usual interface, no usual flow and no package", term.ID, term.Pack)
	}
	t.Logf("%d components: %d with interfaces, %d with flows, %d with packages, %d need none", terms, ports, flows, purls, exempt)
}

// components returns all terms of the vocabulary of components.
func components(lib *Library) []*Term {
	var all []*Term
	for i := range lib.Vocabulary.Len() {
		if term := lib.Vocabulary.Term(TermID(i)); term.Vocabulary == "component" {
			all = append(all, term)
		}
	}
	return all
}

// registered are the ports that IANA registers for what components speak, or that it registers for a service which the
// protocol carries: names and addresses for a name server.
var registered = map[string][]string{
	"hl7-mllp": {"2575"}, "dicom": {"104", "11112"}, "dicom-mwl": {"104", "11112"}, "dicom-tls": {"2762"},
	"http": {"80", "8080"}, "https": {"443"}, "hl7-fhir": {"443"}, "ssh": {"22"}, "sftp": {"22"}, "telnet": {"23"}, "ftp": {"21"},
	"rdp": {"3389"}, "vnc": {"5900"}, "ldap": {"389"}, "ldaps": {"636"}, "mqtt": {"1883"}, "mqtts": {"8883"},
	"smb": {"445"}, "nfs": {"2049"}, "ntp": {"123"}, "snmp": {"161"}, "syslog": {"514", "6514"}, "message-queue": {"5671", "5672"},
	"sql": {"1433", "3306", "5432"}, "ip": {"53", "67"},
}

// TestPortsAreRegistered holds each port number against the register of IANA, as far as it was copied here.
func TestPortsAreRegistered(t *testing.T) {
	lib, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, term := range components(lib) {
		for _, port := range term.Ports {
			for _, number := range port.Number {
				if !slices.ContainsFunc(port.Protocol, func(p string) bool { return slices.Contains(registered[p], number) }) {
					t.Errorf("component %s: port %s of %s is not registered for %v", term.ID, number, port.ID, port.Protocol)
				}
			}
		}
	}
}
