// Assumptions with who answers for them, and transfers with what their receivers are told.
import { Text, Title } from "@mantine/core";
import { useEntries } from "@/project/use";
import { useSearchText } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { PageTabs } from "../risk/common";
import { Assumptions } from "./Assumptions";
import { Transfers } from "./Transfers";
import { words } from "./words";
import "../controls/controls.css";
import "./assumptions.css";

export default function AssumptionsPage() {
  const t = useWords(words);
  const [tab, setTab] = useSearchText("tab");
  const assumptions = useEntries("assumptions");
  const transfers = useEntries("threats").filter((x) => x.decision === "transfer");
  return (
    <div className="t-page assumptions">
      <div className="t-page-head">
        <div>
          <Title order={1}>{t("title")}</Title>
          <Text c="dimmed" size="sm">
            {t("lead")}
          </Text>
        </div>
      </div>
      <PageTabs
        label={t("title")}
        value={tab || "assumptions"}
        onChange={setTab}
        tabs={[
          { id: "assumptions", title: t("assumptions"), count: assumptions.length },
          { id: "transfers", title: t("transfers"), count: transfers.length },
        ]}
      >
        {tab === "transfers" ? <Transfers list={transfers} /> : <Assumptions list={assumptions} />}
      </PageTabs>
    </div>
  );
}
