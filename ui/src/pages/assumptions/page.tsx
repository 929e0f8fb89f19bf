// Assumptions with who answers for them, and transfers with what their receivers are told.
import { useEntries } from "@/project/use";
import { useWords } from "@/words/catalogue";
import { TabbedPage } from "../risk/TabbedPage";
import { Assumptions } from "./Assumptions";
import { Transfers } from "./Transfers";
import { words } from "./words";
import "../controls/controls.css";
import "./assumptions.css";

export default function AssumptionsPage() {
  const t = useWords(words);
  const assumptions = useEntries("assumptions");
  const transfers = useEntries("threats").filter((x) => x.decision === "transfer");
  return (
    <TabbedPage
      name="assumptions"
      title={t("title")}
      lead={t("lead")}
      tabs={[
        {
          id: "assumptions",
          title: t("assumptions"),
          count: assumptions.length,
          show: () => <Assumptions list={assumptions} />,
        },
        { id: "transfers", title: t("transfers"), count: transfers.length, show: () => <Transfers list={transfers} /> },
      ]}
    />
  );
}
