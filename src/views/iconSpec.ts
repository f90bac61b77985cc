/** One of VS Code's product icons, and the id of a theme colour (null: as text). */
export interface IconSpec {
  readonly id: string;
  readonly color: string | null;
}
