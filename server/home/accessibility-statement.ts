/** How well a success criterion of WCAG is met: by every page, with what is known to be missing, or with nothing in the service that it is about. */
export type Conformance = 'met' | 'partly' | 'nothing';

export interface Criterion {
  /** Number and name in WCAG 2.2 (W3C Recommendation, 12 December 2024). */
  readonly id: string;
  readonly name: string;
  readonly level: 'A' | 'AA';
  readonly conformance: Conformance;
  /** Where a test of the service would fail if it were not so; absent: looked at by people. */
  readonly shownBy?: string;
}

/** When the pages were last gone through criterion by criterion. */
export const ASSESSED_ON = '2026-11-28';

const journeys = (name: string): string => `test/journeys/${name}.test.ts`;
const [PAGES, EXAM, TOOLS] = [
  journeys('accessibility'),
  journeys('accessibility-exam'),
  journeys('exam-tools'),
];

function criterion(
  id: string,
  level: Criterion['level'],
  name: string,
  shownBy?: string,
  conformance: Conformance = 'met',
): Criterion {
  return { id, level, name, conformance, ...(shownBy === undefined ? {} : { shownBy }) };
}
const nothing = (id: string, level: Criterion['level'], name: string): Criterion =>
  criterion(id, level, name, undefined, 'nothing');

/** Every criterion of the levels A and AA. */
export const CRITERIA: readonly Criterion[] = [
  criterion('1.1.1', 'A', 'Non-text Content', 'test/item-banks/images/image-pages.test.ts'),
  nothing('1.2.1', 'A', 'Audio-only and Video-only (Prerecorded)'),
  nothing('1.2.2', 'A', 'Captions (Prerecorded)'),
  nothing('1.2.3', 'A', 'Audio Description or Media Alternative (Prerecorded)'),
  nothing('1.2.4', 'AA', 'Captions (Live)'),
  nothing('1.2.5', 'AA', 'Audio Description (Prerecorded)'),
  criterion('1.3.1', 'A', 'Info and Relationships', TOOLS),
  criterion('1.3.2', 'A', 'Meaningful Sequence', TOOLS),
  criterion('1.3.3', 'A', 'Sensory Characteristics'),
  criterion('1.3.4', 'AA', 'Orientation', EXAM),
  criterion('1.3.5', 'AA', 'Identify Input Purpose', PAGES),
  criterion('1.4.1', 'A', 'Use of Color', TOOLS),
  criterion('1.4.2', 'A', 'Audio Control', TOOLS),
  criterion('1.4.3', 'AA', 'Contrast (Minimum)', PAGES),
  criterion('1.4.4', 'AA', 'Resize Text', EXAM),
  criterion('1.4.5', 'AA', 'Images of Text'),
  criterion('1.4.10', 'AA', 'Reflow', PAGES),
  criterion('1.4.11', 'AA', 'Non-text Contrast', TOOLS),
  criterion('1.4.12', 'AA', 'Text Spacing', TOOLS),
  nothing('1.4.13', 'AA', 'Content on Hover or Focus'),
  criterion('2.1.1', 'A', 'Keyboard', EXAM),
  criterion('2.1.2', 'A', 'No Keyboard Trap', EXAM),
  nothing('2.1.4', 'A', 'Character Key Shortcuts'),
  criterion('2.2.1', 'A', 'Timing Adjustable', 'test/attempts/accommodations.test.ts'),
  criterion('2.2.2', 'A', 'Pause, Stop, Hide', TOOLS),
  nothing('2.3.1', 'A', 'Three Flashes or Below Threshold'),
  criterion('2.4.1', 'A', 'Bypass Blocks', EXAM),
  criterion('2.4.2', 'A', 'Page Titled', PAGES),
  criterion('2.4.3', 'A', 'Focus Order', EXAM),
  criterion('2.4.4', 'A', 'Link Purpose (In Context)', PAGES),
  criterion('2.4.5', 'AA', 'Multiple Ways', undefined, 'partly'),
  criterion('2.4.6', 'AA', 'Headings and Labels', TOOLS),
  criterion('2.4.7', 'AA', 'Focus Visible', EXAM),
  criterion('2.4.11', 'AA', 'Focus Not Obscured (Minimum)'),
  nothing('2.5.1', 'A', 'Pointer Gestures'),
  criterion('2.5.2', 'A', 'Pointer Cancellation'),
  criterion('2.5.3', 'A', 'Label in Name', PAGES),
  nothing('2.5.4', 'A', 'Motion Actuation'),
  criterion('2.5.7', 'AA', 'Dragging Movements', PAGES),
  criterion('2.5.8', 'AA', 'Target Size (Minimum)', PAGES),
  criterion('3.1.1', 'A', 'Language of Page', PAGES),
  criterion('3.1.2', 'AA', 'Language of Parts', undefined, 'partly'),
  criterion('3.2.1', 'A', 'On Focus'),
  criterion('3.2.2', 'A', 'On Input'),
  criterion('3.2.3', 'AA', 'Consistent Navigation'),
  criterion('3.2.4', 'AA', 'Consistent Identification'),
  criterion('3.2.6', 'A', 'Consistent Help'),
  criterion('3.3.1', 'A', 'Error Identification', 'test/item-banks/item-editor.test.ts'),
  criterion('3.3.2', 'A', 'Labels or Instructions', PAGES),
  criterion('3.3.3', 'AA', 'Error Suggestion', 'test/item-banks/item-editor.test.ts'),
  criterion(
    '3.3.4',
    'AA',
    'Error Prevention (Legal, Financial, Data)',
    journeys('without-javascript'),
  ),
  criterion('3.3.7', 'A', 'Redundant Entry'),
  criterion(
    '3.3.8',
    'AA',
    'Accessible Authentication (Minimum)',
    'test/identity/break-glass.test.ts',
  ),
  criterion('4.1.2', 'A', 'Name, Role, Value', TOOLS),
  criterion('4.1.3', 'AA', 'Status Messages', TOOLS),
];
