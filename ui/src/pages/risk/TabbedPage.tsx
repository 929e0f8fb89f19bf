// A page of tabs: its head, and one tab that is open. Which one stands in the address, so that it can be linked to.
import { Tabs, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useSearchText } from "@/shell/router";
import "./common.css";

export interface PageTab {
  id: string;
  title: string;
  count?: number | undefined;
  /** What the tab shows; open goes to another tab. */
  show: (open: (id: string) => void) => ReactNode;
}

export function TabbedPage({
  name,
  title,
  lead,
  side,
  tabs,
}: {
  /** Class of the page, for its own styles. */
  name: string;
  title: string;
  lead: string;
  /** What acts on all of the page, beside its title. */
  side?: ReactNode;
  tabs: [PageTab, ...PageTab[]];
}) {
  const [tab, setTab] = useSearchText("tab");
  const [first] = tabs;
  const now = tabs.find((x) => x.id === tab) ?? first;
  const open = (id: string | null) => setTab(id && id !== first.id ? id : undefined);
  return (
    <div className={`t-page ${name}`}>
      <div className="t-page-head">
        <div>
          <Title order={1}>{title}</Title>
          <Text c="dimmed" size="sm">
            {lead}
          </Text>
        </div>
        {side}
      </div>
      <Tabs value={now.id} onChange={open} keepMounted={false} className="r-tabs" activateTabWithKeyboard={false}>
        <Tabs.List aria-label={title}>
          {tabs.map((x) => (
            <Tabs.Tab key={x.id} value={x.id}>
              {x.title}
              {x.count === undefined ? null : <span className="r-count">{x.count}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={now.id} tabIndex={-1}>
          {now.show(open)}
        </Tabs.Panel>
      </Tabs>
    </div>
  );
}
