package diagram

import "image/color"

// Ink is the part that a colour plays. The theme says which colour that is.
type Ink uint8

// The inks.
const (
	NoInk    Ink = iota
	Paper        // the page
	Chip         // behind the label of a flow
	Text0        // main text
	Text1        // secondary text
	Outline      // border of an element
	Fill         // inside of an element
	FillOut      // inside of an element outside the manufacturer's hands
	Flow0        // flow of which something is not known
	Flow1        // flow with something stated as none
	Flow2        // flow with both stated
	Border       // border of a zone
	ZoneNone     // inside of a zone of unknown trust
	ZoneLow      // trust 0 to 2
	ZoneMid      // trust 3 to 6
	ZoneHigh     // trust 7 to 9
	MarkFill     // number of findings
	MarkText
	Risk0 // cell of the lowest level of risk
	Risk1
	Risk2
	Risk3 // cell of the highest level
	Faint // what did not change, in a comparison
	Came  // what came, with its inside
	CameFill
	Gone // what went
	GoneFill
	Turned // what changed
	TurnedFill
	Sheet     // a note
	SheetLine // its edge, and the lines to what it is about
	inks
)

// Theme gives each ink its colour.
type Theme [inks]color.RGBA

func rgb(hex uint32) color.RGBA {
	return color.RGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 255}
}

// Light is the theme for screens and paper in colour; Dark and Print are the others. Colours are told apart by people with any colour vision, and nothing is said by
// colour alone: trust is a number, protection a style of line, the kind of an element a shape. Print is black on white.
func Light() Theme {
	return Theme{
		Paper: rgb(0xFFFFFF), Chip: rgb(0xFFFFFF), Text0: rgb(0x1B2733), Text1: rgb(0x4A5866), Outline: rgb(0x2F3E4D),
		Fill: rgb(0xFFFFFF), FillOut: rgb(0xF1F3F5), Flow0: rgb(0x5C6670), Flow1: rgb(0xB64A00), Flow2: rgb(0x00609C),
		Border: rgb(0x7A4B76), ZoneNone: rgb(0xF7F7F8), ZoneLow: rgb(0xFDF1E2), ZoneMid: rgb(0xF3F1F8), ZoneHigh: rgb(0xE6F1F8),
		MarkFill: rgb(0x8A1538), MarkText: rgb(0xFFFFFF),
		Risk0: rgb(0xEDF4F0), Risk1: rgb(0xFBF0D3), Risk2: rgb(0xF8D2B8), Risk3: rgb(0xEFB3BC),
		Faint: rgb(0x8B97A3), Came: rgb(0x166534), CameFill: rgb(0xDDF4E4), Gone: rgb(0xB42318), GoneFill: rgb(0xFFF6F5),
		Turned: rgb(0x8A4B00), TurnedFill: rgb(0xFFF0D1),
		Sheet: rgb(0xFFFBE3), SheetLine: rgb(0x7D7340),
	}
}

// Dark is for screens at night.
func Dark() Theme {
	return Theme{
		Paper: rgb(0x14191F), Chip: rgb(0x14191F), Text0: rgb(0xEEF2F6), Text1: rgb(0xB4C0CB), Outline: rgb(0xA9B7C4),
		Fill: rgb(0x222B34), FillOut: rgb(0x1A2027), Flow0: rgb(0xA7B1BB), Flow1: rgb(0xF0995A), Flow2: rgb(0x6DB9EC),
		Border: rgb(0xC39BC0), ZoneNone: rgb(0x1B2128), ZoneLow: rgb(0x2B2319), ZoneMid: rgb(0x23212E), ZoneHigh: rgb(0x182834),
		MarkFill: rgb(0xF3A6BB), MarkText: rgb(0x14191F),
		Risk0: rgb(0x1B2B26), Risk1: rgb(0x3A3218), Risk2: rgb(0x4F2F1A), Risk3: rgb(0x5A1D2A),
		Faint: rgb(0x6B7885), Came: rgb(0x7BD89B), CameFill: rgb(0x16351F), Gone: rgb(0xFF9C91), GoneFill: rgb(0x261A1B),
		Turned: rgb(0xF5C36B), TurnedFill: rgb(0x3A2C10),
		Sheet: rgb(0x2A2818), SheetLine: rgb(0xB5A96B),
	}
}

// Print is for black ink on white paper.
func Print() Theme {
	t := Theme{}
	for i := range t {
		t[i] = rgb(0x000000)
	}
	for _, i := range []Ink{Paper, Chip, Fill, FillOut, ZoneNone, ZoneLow, ZoneMid, ZoneHigh, MarkText, Risk0, Risk1, Risk2, Risk3, CameFill, GoneFill, TurnedFill, Sheet} {
		t[i] = rgb(0xFFFFFF)
	}
	t[Border] = rgb(0x444444)
	t[Faint] = rgb(0x777777)
	return t
}
