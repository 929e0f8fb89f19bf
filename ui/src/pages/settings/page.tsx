import { Title } from "@mantine/core";

export default function Page() {
  return (
    <div className="t-page">
      <Title order={1}>settings</Title>
    </div>
  );
}
