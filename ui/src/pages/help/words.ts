import { catalogue } from "@/words/catalogue";

export const words = catalogue(
  {
    title: "Help",
    keys: "Keyboard map",
    keysNote: "Letters without a modifier act while a table, a list or the canvas has the focus. On a Mac, Ctrl is ⌘.",
    keysOff: "Letters without a modifier are switched off in the settings.",
    settings: "Settings",
    learn: "How it works",
    step1:
      "Describe the device: zones, elements, the flows between them, and the data they carry. Canvas, outline and text are one document.",
    step2: "State what is known. What you leave out counts as unknown, never as safe, and becomes a question.",
    step3:
      "Read the threats: each one says which facts it rests on, how badly a patient could be harmed and who can reach it.",
    step4:
      "Decide: mitigate with controls, accept with a reason, transfer, or eliminate. A decision comes back when a fact it rests on changes.",
    step5: "Export the reports for the technical file. They are made from the same text as everything else.",
    sample: "Look at an example",
    sampleText:
      "A model of an infusion pump with its server and drug library, as it is commonly found in hospitals, not as it should be.",
    sampleOpen: "Open {name}",
    sampleCopy: "Open a copy of it",
    api: "Interface for programs",
    apiText: "Everything the studio does goes through one HTTP interface that is described in OpenAPI.",
    apiOpen: "Read its description",
  },
  {
    title: "Hilfe",
    keys: "Tastaturbelegung",
    keysNote:
      "Buchstaben ohne Zusatztaste wirken, während eine Tabelle, eine Liste oder die Zeichenfläche den Fokus hat. Auf dem Mac ist Strg die Taste ⌘.",
    keysOff: "Buchstaben ohne Zusatztaste sind in den Einstellungen abgeschaltet.",
    settings: "Einstellungen",
    learn: "So geht es",
    step1:
      "Beschreiben Sie das Gerät: Zonen, Elemente, die Flüsse dazwischen und die Daten darin. Zeichnung, Gliederung und Text sind ein Dokument.",
    step2: "Geben Sie an, was bekannt ist. Was fehlt, gilt als unbekannt, nie als sicher, und wird zu einer Frage.",
    step3:
      "Lesen Sie die Bedrohungen: Jede sagt, auf welchen Tatsachen sie beruht, wie schwer jemand zu Schaden kommen kann und wer sie ausnutzen kann.",
    step4:
      "Entscheiden Sie: mit Maßnahmen mindern, begründet akzeptieren, übertragen oder beseitigen. Ändert sich eine Tatsache, kommt die Entscheidung zurück.",
    step5:
      "Geben Sie die Berichte für die technische Dokumentation aus. Sie entstehen aus demselben Text wie alles andere.",
    sample: "Ein Beispiel ansehen",
    sampleText:
      "Das Modell einer Infusionspumpe mit Server und Medikamentenbibliothek, wie man sie in Kliniken findet, nicht wie sie sein sollte.",
    sampleOpen: "{name} öffnen",
    sampleCopy: "Eine Kopie davon öffnen",
    api: "Schnittstelle für Programme",
    apiText: "Alles, was diese Oberfläche tut, geht über eine HTTP-Schnittstelle, die in OpenAPI beschrieben ist.",
    apiOpen: "Beschreibung lesen",
  },
);
