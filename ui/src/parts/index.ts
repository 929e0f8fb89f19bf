// The shared parts, from one place.
export { Certainty, Exploitability, levelName, Risk, riskLevel, Severity, StateOf } from "./Badges";
export { Chips, FilterChips } from "./Chips";
export { type Column, DataTable, type Sort } from "./DataTable";
export { EmptyState } from "./EmptyState";
export { FilterBar } from "./FilterBar";
export { formatFilter, matcher, parseFilter, toggleToken } from "./filter";
export { Loading } from "./Loading";
export { MarkdownView } from "./markdown";
export { Offers } from "./Offers";
export { ProblemList } from "./ProblemList";
export { cardHeight, RowCard } from "./RowCard";
export { type Three, ThreeValue, threeValues } from "./ThreeValue";
export { type Fact, Why } from "./Why";
export { Wide } from "./Wide";
