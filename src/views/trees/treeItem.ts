import { TreeItem, TreeItemCheckboxState, type TreeItemCollapsibleState } from "vscode";
import { themeIcon } from "../icons.ts";
import type { TreeRow } from "../treeRow.ts";

/** A row as VS Code takes it. `id` must be unique in its view: selection and expansion go by it. */
export function treeItem(id: string, row: TreeRow, collapsible: TreeItemCollapsibleState): TreeItem {
  const item = new TreeItem(row.label, collapsible);
  item.id = id;
  item.description = row.description;
  item.contextValue = row.contextValue;
  item.accessibilityInformation = { label: row.spoken };
  if (row.icon !== null) item.iconPath = themeIcon(row.icon);
  if (row.isTicked !== null) {
    item.checkboxState = {
      state: row.isTicked ? TreeItemCheckboxState.Checked : TreeItemCheckboxState.Unchecked,
      tooltip: row.isTicked
        ? `Untick ${row.label}`
        : `Tick ${row.label}, to clamp it with "Clamp Selected Heads"`,
      accessibilityInformation: { label: `${row.spoken}, ${row.isTicked ? "ticked" : "not ticked"}` },
    };
  }
  return item;
}
