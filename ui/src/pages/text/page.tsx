// The text of the project on a page of its own. The file is part of the address, so that a line can be linked to.
import { useSearchText } from "@/shell/router";
import { useWords } from "@/words/catalogue";
import { words } from "@/yaml/words";
import { YamlEditor } from "@/yaml/YamlEditor";

export default function TextPage() {
  const t = useWords(words);
  const [file, setFile] = useSearchText("file");
  return (
    <>
      <h1 className="t-hidden">{t("title")}</h1>
      <YamlEditor file={file} onFile={setFile} />
    </>
  );
}
