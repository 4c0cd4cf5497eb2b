import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { contains, defineModels, fields, models, mountView } from "@web/../tests/web_test_helpers";

class Enrollment extends models.Model {
    _name = "enrollment";

    name = fields.Char();
    state = fields.Char();

    _records = [
        { id: 1, name: "Ada", state: "running" },
        { id: 2, name: "Bob", state: "paused" },
        { id: 3, name: "Cy", state: "stopped" },
    ];
}

describe.current.tags("desktop");
defineMailModels();
defineModels([Enrollment]);

async function mountList() {
    await mountView({
        type: "list",
        resModel: "enrollment",
        arch: `
            <list js_class="sales_sequence_list">
                <header>
                    <button name="pause" type="object" string="Pause" invisible="state != 'running'"/>
                    <button name="resume" type="object" string="Resume" invisible="state != 'paused'"/>
                    <button name="export" type="object" string="Hand on"/>
                </header>
                <field name="name"/>
                <field name="state"/>
            </list>`,
    });
}

async function select(index) {
    await contains(`.o_data_row:eq(${index}) .o_list_record_selector input`).click();
}

function offered() {
    return queryAllTexts(".o_control_panel button[name]");
}

test("the header offers what does something for at least one selected record", async () => {
    await mountList();
    expect(offered()).toEqual([]);
    await select(0);
    expect(offered()).toEqual(["Pause", "Hand on"]);
    await select(1);
    expect(offered()).toEqual(["Pause", "Resume", "Hand on"]);
    await select(0);
    expect(offered()).toEqual(["Resume", "Hand on"]);
});

test("it offers nothing else where nothing applies", async () => {
    await mountList();
    await select(2);
    expect(offered()).toEqual(["Hand on"]);
});
