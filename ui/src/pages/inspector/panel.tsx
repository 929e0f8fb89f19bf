// The panel at the right of every page of a project.
export { Inspector as default } from "@/inspector/Inspector";
