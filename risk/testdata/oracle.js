// Writes the golden files of this folder from a second implementation of CVSS, ae-cvss-calculator (npm, Apache-2.0):
//   npm install ae-cvss-calculator@1.0.13
//   node oracle.js base   > cvss40-base.txt     a line for each block of 729 base vectors: metrics, sum, digest
//   node oracle.js sample > cvss-sample.txt     vectors of every version: base, threat and environmental score
const { createHash } = require('crypto');
const { Cvss4P0, Cvss3P1, Cvss3P0 } = require('ae-cvss-calculator');

function base() {
  for (const av of 'NALP') for (const ac of 'LH') for (const at of 'NP') for (const pr of 'NLH') for (const ui of 'NPA') {
    const exploit = `AV:${av}/AC:${ac}/AT:${at}/PR:${pr}/UI:${ui}`;
    const tenths = [];
    for (let n = 0; n < 729; n++) {
      let rest = n, impact = '';
      for (const metric of ['VC', 'VI', 'VA', 'SC', 'SI', 'SA']) {
        impact += `/${metric}:${'HLN'[rest % 3]}`;
        rest = Math.floor(rest / 3);
      }
      tenths.push(Math.round(new Cvss4P0(`CVSS:4.0/${exploit}${impact}`).calculateScores().overall * 10));
    }
    const digest = createHash('sha256').update(tenths.join(' ')).digest('hex').slice(0, 16);
    console.log(exploit, tenths.reduce((a, b) => a + b, 0), digest);
  }
}

const metrics3 = [
  ['AV', 'NALP'], ['AC', 'LH'], ['PR', 'NLH'], ['UI', 'NR'], ['S', 'UC'], ['C', 'HLN'], ['I', 'HLN'], ['A', 'HLN'],
  ['E', 'XUPFH'], ['RL', 'XOTWU'], ['RC', 'XURC'], ['CR', 'XHML'], ['IR', 'XHML'], ['AR', 'XHML'],
  ['MAV', 'XNALP'], ['MAC', 'XLH'], ['MPR', 'XNLH'], ['MUI', 'XNR'], ['MS', 'XUC'], ['MC', 'XHLN'], ['MI', 'XHLN'], ['MA', 'XHLN'],
];
const metrics4 = [
  ['AV', 'NALP'], ['AC', 'LH'], ['AT', 'NP'], ['PR', 'NLH'], ['UI', 'NPA'],
  ['VC', 'HLN'], ['VI', 'HLN'], ['VA', 'HLN'], ['SC', 'HLN'], ['SI', 'HLN'], ['SA', 'HLN'],
  ['E', 'XAPU'], ['CR', 'XHML'], ['IR', 'XHML'], ['AR', 'XHML'],
  ['MAV', 'XNALP'], ['MAC', 'XLH'], ['MAT', 'XNP'], ['MPR', 'XNLH'], ['MUI', 'XNPA'],
  ['MVC', 'XHLN'], ['MVI', 'XHLN'], ['MVA', 'XHLN'], ['MSC', 'XHLN'], ['MSI', 'XSHLN'], ['MSA', 'XSHLN'],
];

let seed = 20261123;
function pick(values) { // a small generator with a fixed seed, so that the file can be made again
  seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
  return values[(seed >> 8) % values.length];
}

function sample() {
  const kinds = [['CVSS:3.0', Cvss3P0, metrics3, 8, 11], ['CVSS:3.1', Cvss3P1, metrics3, 8, 11], ['CVSS:4.0', Cvss4P0, metrics4, 11, 12]];
  for (const [head, kind, metrics, bases, threats] of kinds) {
    for (let n = 0; n < 400; n++) {
      const parts = metrics.map(([name, values]) => [name, pick(values)]);
      const text = (list) => head + list.filter(([, value]) => value !== 'X').map(([name, value]) => `/${name}:${value}`).join('');
      const score = (list) => new kind(text(list)).calculateScores().overall.toFixed(1);
      console.log(text(parts), score(parts.slice(0, bases)), score(parts.slice(0, threats)), score(parts));
    }
  }
}

({ base, sample })[process.argv[2]]();
