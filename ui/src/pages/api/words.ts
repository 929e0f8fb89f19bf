import { catalogue } from "@/words/catalogue";

export const words = catalogue(
  {
    title: "HTTP API",
    note: "The pages use nothing else. Answers are JSON; errors are problem details (RFC 9457). The whole description is an OpenAPI 3.1 document.",
    document: "The OpenAPI document",
    loading: "Reading the description …",
    broken: "The description could not be read.",
    filter: "Find an operation",
    found: { one: "{n} operation", other: "{n} operations" },
    parameters: "Parameters",
    body: "Body",
    answers: "Answers",
    required: "required",
  },
  {
    title: "HTTP-API",
    note: "Die Seiten benutzen nichts anderes. Antworten sind JSON, Fehler sind Problem Details (RFC 9457). Die ganze Beschreibung ist ein OpenAPI-3.1-Dokument.",
    document: "Das OpenAPI-Dokument",
    loading: "Die Beschreibung wird gelesen …",
    broken: "Die Beschreibung konnte nicht gelesen werden.",
    filter: "Eine Operation finden",
    found: { one: "{n} Operation", other: "{n} Operationen" },
    parameters: "Parameter",
    body: "Inhalt",
    answers: "Antworten",
    required: "nötig",
  },
);
