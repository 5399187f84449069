/* catalogue.c - payers, services and diagnoses, each with its share. */
#include "catalogue.h"

const struct payer payers[] = {
    { "MCR-J15", "medicare", "Medicare Part B", 17 },
    { "MCR-J6", "medicare", "Medicare Part B", 8 },
    { "SILVERFERN", "medicare_advantage", "Silverfern Advantage Plus", 7 },
    { "OAKLEAF-MA", "medicare_advantage", "Oakleaf Senior Choice", 5 },
    { "RRB", "railroad_medicare", "Railroad Medicare", 1 },
    { "STATE-MCD", "medicaid", "State Medicaid", 9 },
    { "TRI-EAST", "tricare", "Tricare East", 3 },
    { "VA-CCN2", "va", "VA Community Care", 2 },
    { "CHAMPVA", "champva", "ChampVA", 1 },
    { "BLUEFIN", "commercial", "Bluefin Mutual Health", 15 },
    { "AEGIR-PPO", "commercial", "Aegir Health Plan", 9 },
    { "HALCYON", "commercial", "Halcyon Group Benefits", 7 },
    { "60054", "commercial", "Juniper National Life", 4 },
    { "IRONGATE-WC", "workers_comp", "Irongate Workers Insurance", 5 },
    { "HIGHROAD", "auto", "Highroad Motor Insurance", 2 },
    { "SELF", "self_pay", "Self pay", 3 },
    { "GUILDFUND", "other", "Guild Benefit Fund", 2 },
};
const size_t payer_count = COUNT(payers);

static const struct service_kind physical[] = {
    { "97110", true, false, 300, 4550 }, { "97140", true, false, 210, 4275 },
    { "97530", true, false, 150, 5100 }, { "97112", true, false, 130, 4825 },
    { "97116", true, false, 60, 4150 },  { "97035", true, false, 25, 2250 },
    { "97032", true, false, 15, 2475 },  { "97535", true, false, 12, 4900 },
    { "97014", false, false, 30, 1800 }, { "G0283", false, false, 45, 1800 },
    { "97012", false, false, 30, 2100 }, { "97016", false, false, 15, 2300 },
    { "97150", false, false, 8, 2900 },  { "97161", false, true, 12, 14500 },
    { "97162", false, true, 18, 14500 }, { "97163", false, true, 5, 14500 },
    { "97164", false, true, 12, 9800 },
};

static const struct service_kind occupational[] = {
    { "97530", true, false, 300, 5100 }, { "97535", true, false, 190, 4900 },
    { "97110", true, false, 180, 4550 }, { "97112", true, false, 90, 4825 },
    { "97140", true, false, 80, 4275 },  { "97035", true, false, 20, 2250 },
    { "97542", true, false, 10, 4700 },  { "97018", false, false, 25, 1650 },
    { "97165", false, true, 12, 14800 }, { "97166", false, true, 14, 14800 },
    { "97168", false, true, 10, 9900 },
};

static const struct service_kind speech[] = {
    { "92507", false, false, 600, 11200 }, { "92526", false, false, 220, 12400 },
    { "97535", true, false, 40, 4900 },    { "92523", false, true, 20, 29800 },
    { "92610", false, true, 20, 13500 },
};

static const struct diagnosis physical_diagnoses[] = {
    { "M54.50", "lumbar" },          { "M54.16", "lumbar" },
    { "M54.2", "cervical" },         { "M25.561", "right knee" },
    { "M25.562", "left knee" },      { "M17.11", "right knee" },
    { "Z96.651", "right knee" },     { "S83.511D", "right knee" },
    { "M25.511", "right shoulder" }, { "M25.512", "left shoulder" },
    { "M75.101", "right shoulder" }, { "M62.81", "both legs" },
    { "R26.89", "both legs" },       { "R29.6", "both legs" },
    { "S39.012D", "lumbar" },        { "S13.4XXD", "cervical" },
    { "M16.11", "right hip" },       { "M76.61", "right ankle" },
};

static const struct diagnosis occupational_diagnoses[] = {
    { "G56.01", "right hand" },  { "S52.501D", "right wrist" }, { "M77.11", "right elbow" },
    { "G81.91", "right arm" },   { "I69.351", "right arm" },    { "R27.8", "both hands" },
    { "M18.11", "right thumb" }, { "M62.81", "both arms" },     { "F82", "both hands" },
};

static const struct diagnosis speech_diagnoses[] = {
    { "R47.01", "" }, { "R13.12", "" }, { "F80.2", "" }, { "F80.0", "" }, { "I69.391", "" },
};

const struct discipline disciplines[] = {
    { "PT", "225100000X", physical, COUNT(physical), physical_diagnoses, COUNT(physical_diagnoses),
      6, 76 },
    { "OT", "225X00000X", occupational, COUNT(occupational), occupational_diagnoses,
      COUNT(occupational_diagnoses), 6, 18 },
    { "SLP", "235Z00000X", speech, COUNT(speech), speech_diagnoses, COUNT(speech_diagnoses), 2, 6 },
};
const size_t discipline_count = COUNT(disciplines);
