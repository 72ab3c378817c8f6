// @ts-check
// The template picker: what may be sent when the window is closed.
import { make, page } from './dom.js';

let templates = /** @type {import('./types').Template[]} */ ([]);
let latest = /** @type {Promise<{text: string}> | null} */ (null);
const chosen = () => templates[page.template.selectedIndex];

/** What is filled in, as a send and a preview take it. */
function filled() {
  const { parameters = [], header } = chosen() ?? {};
  const inputs = page.fields.querySelectorAll('input');
  const values = parameters.map((parameter, at) => ({ ...parameter, value: inputs[at]?.value ?? '' }));
  const [body, buttons] = ['body', 'button'].map((part) => values.filter(({ where }) => where === part));
  const top = values.find(({ where }) => where === 'header');
  const named = Object.fromEntries((body ?? []).map(({ name, value }) => [name, value]));
  return {
    ...(body?.[0] && { parameters: body[0].name === null ? body.map(({ value }) => value) : named }),
    ...(top && { header: header?.format === 'text' ? { text: top.value } : { mediaUrl: top.value } }),
    ...(buttons?.[0] && { buttons: buttons.map(({ index, value }) => ({ index: index ?? 0, value })) }),
  };
}

/**
 * Opens the picker. @param {import('/client/index.js').Client} client @param {number} channel
 * @param {(body: import('./types').Body, text: string) => unknown} send
 */
export async function chooseTemplate(client, channel, send) {
  const query = { channel, status: 'APPROVED', limit: 100 };
  const list = await client.get('/api/waba/operator/templates', { query });
  templates = list.templates.filter(({ header }) => !/^(location|other)$/.test(header?.format ?? ''));
  page.template.replaceChildren(...templates.map(({ name, language }) => new Option(`${name} (${language})`)));
  const preview = async () => {
    const options = { params: { id: chosen()?.id ?? 0 }, body: filled() };
    const asked = client.post('/api/waba/operator/template/{id}/preview', options);
    latest = asked;
    const { text } = await asked.catch((error) => ({ text: error.message }));
    // What was asked before may be answered after it.
    if (asked === latest) page.preview.textContent = text;
  };
  page.template.onchange = () => {
    const fields = (chosen()?.parameters ?? []).map(({ where, name, index, example }, at) => {
      const input = make('input', { value: example ?? '', input: preview });
      return make('label', {}, `${where}: ${name ?? index ?? at + 1}`, input);
    });
    page.fields.replaceChildren(...fields);
    return preview();
  };
  page.cancel.onclick = () => page.picker.close();
  page.send.onclick = () => {
    const { name = '', language = '' } = chosen() ?? {};
    page.picker.close();
    return send({ type: 'template', template: { name, language, ...filled() } }, page.preview.textContent ?? '');
  };
  page.picker.showModal();
  page.template.dispatchEvent(new Event('change'));
}
